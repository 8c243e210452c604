"""Keyset pages: ids are UUIDv7, so the newest first is simply the highest id first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

T = TypeVar("T")

LAST_ID = "~"  # sorts after every UUID
MAX_PAGE = 100


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Items, newest first; `has_next` tells whether older ones follow."""

    items: tuple[T, ...]
    has_next: bool


def page_of(
    rows: Sequence[dict[str, Any]], key: str, make: Callable[[Any], T], *, first: int
) -> Page[T]:
    """A page from `first` + 1 rows: the extra one only tells that more follow."""
    return Page(tuple(make(row[key]) for row in rows[:first]), len(rows) > first)
