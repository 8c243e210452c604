"""Executors with one fault each: a comparison that misses them has no teeth."""

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from graphql.execution import Executor

ROOM = "api.plans"


@dataclass(frozen=True, slots=True)
class Mutant:
    """A fault: in one module, a text that stands there once is replaced."""

    name: str
    module: str
    text: str
    other: str
    seed: int = 1
    """Of documents among which the fault shows soon."""


MUTANTS = (
    Mutant("ints of any size", "leaves", "-2147483648 <= {v} <= 2147483647", "True", seed=4),
    Mutant("floats without end", "leaves", "{v} - {v} == 0.0", "True", seed=3),
    Mutant(
        "floats from integers",
        "leaves",
        "type({v}) is float and",
        "type({v}) in (float, int) and",
        seed=2,
    ),
    Mutant(
        "booleans from numbers", "leaves", "type({v}) is bool", "type({v}) in (bool, int)", seed=3
    ),
    Mutant(
        "null where none may be",
        "compiler",
        "return self._present(output_type.of_type, details, value, depth)",
        "output_type = output_type.of_type",
    ),
    Mutant(
        "any class for a type",
        "classes",
        "if is_type_of is not None and not is_type_of(value, None):",
        "if False:",
        seed=92,
    ),
    Mutant("the key of conditions", "cache", "tuple(given.get(name, ABSENT)", "tuple(ABSENT"),
    Mutant("casts overlooked", "compiler", "or {cast}:", "and {cast}:"),
    Mutant("names of fields for aliases", "compiler", "{name!r}: {value}", "{name[:4]!r}: {value}"),
    Mutant("others not awaited", "executor", "waiting.append(name)", "waiting = [name]"),
    Mutant("oddities answered with null", "executor", "compiled.misses += 1", "return None"),
    Mutant("held under another name", "compiler", "[{name!r}]", "['mate']", seed=2),
)


@contextmanager
def executor_of(mutant: Mutant) -> Iterator[type[Executor[Any]]]:
    """The executor of a copy of the room in which the fault was made."""
    with TemporaryDirectory(prefix="maillage-mutant-") as folder:
        name = f"mutant_{abs(hash(mutant.name))}"
        room = Path(folder) / name
        room.mkdir()
        for file in files(ROOM).iterdir():
            if file.name.endswith(".py"):
                text = file.read_text("utf-8")
                if file.name == f"{mutant.module}.py":
                    assert text.count(mutant.text) >= 1, mutant
                    text = text.replace(mutant.text, mutant.other)
                (room / file.name).write_text(text.replace(ROOM, name), "utf-8")
        sys.path.insert(0, folder)
        try:
            yield importlib.import_module(name).planned_executor()
        finally:
            sys.path.remove(folder)
            for module in [each for each in sys.modules if each.startswith(name)]:
                del sys.modules[module]
