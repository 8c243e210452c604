"""Reads the examples of `docs/api/guide.md`, and compares what they promise with what comes."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

GUIDE = Path(__file__).parents[3] / "docs" / "api" / "guide.md"
BLOCK = re.compile(r"^```(graphql|json)( \w+)?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
# Compared word by word; of other values the type must be the same.
EXACT = {"__typename", "code", "kind", "path", "retryable", "status", "title", "name"}
REMEMBERED = {"id", "endCursor"}


@dataclass
class Example:
    """A document with its variables and the answer that the guide shows."""

    line: int
    document: str
    is_anonymous: bool
    section: str
    variables: Any = field(default_factory=dict)
    answer: Any = None


def examples() -> Iterator[Example]:
    """All of them, in the guide's order."""
    text = GUIDE.read_text("utf-8")
    current: Example | None = None
    for found in BLOCK.finditer(text):
        language, word, body = found[1], (found[2] or "").strip(), found[3]
        if language == "graphql":
            line = text.count("\n", 0, found.start()) + 1
            section = HEADING.findall(text, 0, found.start())[-1]
            current = Example(line, body, word == "anonymous", section)
        elif current and word == "variables":
            current.variables = json.loads(body)
        elif current:
            current.answer = json.loads(body)
            yield current
            current = None


@dataclass
class Reader:
    """Follows the guide; ids and cursors of its text stand for those that came."""

    real: dict[str, str] = field(default_factory=dict)

    def filled(self, value: Any) -> Any:
        """Variables with the real ids in place of the guide's."""
        if isinstance(value, dict):
            return {key: self.filled(each) for key, each in value.items()}
        if isinstance(value, list):
            return [self.filled(each) for each in value]
        return self.real.get(value, value) if isinstance(value, str) else value

    def differences(self, told: Any, came: Any, where: str = "answer") -> list[str]:
        """Where an answer is not as it is told."""
        key = where.rpartition(".")[2]
        if key in REMEMBERED and isinstance(told, str) and isinstance(came, str):
            self.real[told] = came
            return []
        is_exact = key in EXACT and "network" not in where
        if type(told) is not type(came) or (is_exact and told != came):
            return [f"{where}: told {told!r}, came {came!r}"]
        if is_exact:
            return []
        if isinstance(told, dict):
            return self._of_objects(told, came, where)
        return self._of_lists(told, came, where) if isinstance(told, list) else []

    def _of_lists(self, told: list[Any], came: list[Any], where: str) -> list[str]:
        if bool(told) is not bool(came):
            return [f"{where}: told {told!r}, came {came!r}"]
        return [found for one in came for found in self.differences(told[0], one, where)]

    def _of_objects(self, told: dict[str, Any], came: dict[str, Any], where: str) -> list[str]:
        # What tools of developers need, and no page shows.
        came = {
            key: each for key, each in came.items() if key not in {"locations", "extensions"}
        } | ({"extensions": came["extensions"]} if "extensions" in told else {})
        if told.keys() != came.keys():
            return [f"{where}: told {sorted(told)}, came {sorted(came)}"]
        return [
            found
            for key, each in told.items()
            for found in self.differences(each, came[key], f"{where}.{key}")
        ]
