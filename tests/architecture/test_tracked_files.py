"""What may not stand in any file: this or that machine, and the traces of unfinished work."""

import ast
import re
from pathlib import Path

from pydantic_settings import BaseSettings

from tests.architecture.source import FLOORS, modules, text_files
from tests.unit.ops.files import CLASSES

# Written so that this file does not hold what it looks for.
MACHINE_PATH = re.compile(r"(?<![\w.~$)}{])/(home|Users|root|work|mnt)/[a-z]\w*")
REGISTRY = re.compile(
    r"https?://[\w.-]*\b(pypi|npmjs|maven|artifactory|nexus|jfrog|devpi|pythonhosted)\b",
    re.IGNORECASE,
)
UNFINISHED = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b")
LONGEST_FILE = 400
LONGEST_TEST = 600


def _found(pattern: re.Pattern[str], *suffixes: str) -> list[str]:
    return [
        f"{path}:{number}: {line.strip()[:80]}"
        for path, text in text_files().items()
        if not suffixes or path.suffix in suffixes
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_file_names_a_machines_path() -> None:
    assert _found(MACHINE_PATH) == []


def test_no_file_names_a_registry() -> None:
    assert _found(REGISTRY) == []


def test_no_work_is_left_behind() -> None:
    assert _found(UNFINISHED, ".py", ".cypher", ".md", ".toml", ".yml", ".html") == []


def test_files_are_short() -> None:
    long = {
        str(path): length
        for path, text in text_files().items()
        if path.suffix == ".py"
        and (length := len(text.splitlines()))
        > (LONGEST_TEST if path.parts[0] == "tests" else LONGEST_FILE)
    }
    assert long == {}


def test_every_module_says_what_it_is_for() -> None:
    silent = [str(path) for path, tree in modules(*FLOORS).items() if not ast.get_docstring(tree)]
    assert silent == []


def test_every_class_of_settings_is_on_the_page_of_settings() -> None:
    declared = {
        node.name
        for tree in modules(*FLOORS).values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        and any(getattr(base, "id", "") == BaseSettings.__name__ for base in node.bases)
    }
    assert declared == {known.__name__ for known in CLASSES}


def test_no_error_is_swallowed() -> None:
    """`except …: pass` hides what went wrong; `contextlib.suppress` at least names it."""
    silent = [
        f"{path}:{node.lineno}"
        for path, tree in modules(*FLOORS).items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or all(isinstance(line, ast.Pass) for line in node.body))
    ]
    assert silent == []


def test_text_files_end_with_a_line_and_hold_no_carriage_return() -> None:
    odd = [
        str(path)
        for path, text in text_files().items()
        if text and (not text.endswith("\n") or "\r" in text)
    ]
    assert odd == []
    assert Path("pyproject.toml") in text_files()
