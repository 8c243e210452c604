"""What a file holds before anything is understood: records with the place they came from."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    """An ERROR refuses what it is about; a WARNING only tells."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a value, and what to do. `column` is the source file's own name."""

    column: str
    message: str
    severity: Severity = Severity.ERROR


@dataclass(frozen=True, slots=True)
class Record:
    """One row or object. `line` is the physical line of a CSV, the item's number in a JSON array.

    `problems` holds what made the record unreadable; its values are then incomplete.
    """

    line: int
    values: Mapping[str, Any]
    place: str = ""
    problems: tuple[Problem, ...] = ()

    @property
    def where(self) -> str:
        """The position in words, for example `line 12` or `orgs.2023 item 4`."""
        return self.place or f"line {self.line}"


class ImportFailedError(Exception):
    """Nothing could be read; the message is one sentence that says what to do."""
