"""The source as the architecture tests read it: what git tracks, and what its Python says."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
FLOORS = ("graph", "matching", "workers", "api", "cli")


@cache
def tracked_files() -> tuple[Path, ...]:
    """Every file that git tracks; without git, every file beside what is never tracked."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z"],  # noqa: S607 - the git of whoever runs the tests
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        ).stdout.split("\0")
    except (OSError, subprocess.CalledProcessError):
        listed = [str(path.relative_to(ROOT)) for path in _plain_files()]
    return tuple(ROOT / name for name in listed if name and (ROOT / name).is_file())


def _plain_files() -> Iterator[Path]:
    for entry in ROOT.iterdir():
        if entry.is_file():
            yield entry
        elif not entry.name.startswith("."):
            yield from (path for path in entry.rglob("*") if path.is_file())


@cache
def text_files() -> dict[Path, str]:
    """The text of every tracked file that is text."""
    texts = {}
    for path in tracked_files():
        data = path.read_bytes()
        if b"\0" not in data:
            texts[path.relative_to(ROOT)] = data.decode("utf-8")
    return texts


@cache
def modules(*floors: str) -> dict[Path, ast.Module]:
    """The syntax of every Python file of these floors."""
    return {
        path: ast.parse(text)
        for path, text in text_files().items()
        if path.suffix == ".py" and path.parts[0] in floors
    }


def calls(tree: ast.AST, *names: str) -> Iterator[ast.Call]:
    """Calls of methods or functions with one of these names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            if name in names:
                yield node


def strings(tree: ast.AST) -> Iterator[ast.Constant]:
    """The string literals, those inside f-strings too, without docstrings."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        is_string = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if isinstance(node, ast.Constant) and is_string and id(node) not in docstrings:
            yield node
