"""Keyset pages: ids are UUIDv7, so the newest first is simply the highest id first."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from graph.models.entities import Entity

T = TypeVar("T")
Item = TypeVar("Item", bound=Entity)

LAST_ID = "~"  # sorts after every UUID
MAX_PAGE = 100


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Items, newest first; `has_next` tells whether older ones follow."""

    items: tuple[T, ...]
    has_next: bool


async def all_items(
    read: Callable[[int, str | None], Awaitable[Page[Item]]], *, step: int = 1_000
) -> list[Item]:
    """Every item, newest first, read page by page: for the matcher, not for requests."""
    items: list[Item] = []
    while True:
        page = await read(step, items[-1].id if items else None)
        items += page.items
        if not page.has_next:
            return items


def page_of(
    rows: Sequence[dict[str, Any]], key: str, make: Callable[[Any], T], *, first: int
) -> Page[T]:
    """A page from `first` + 1 rows: the extra one only tells that more follow."""
    return Page(tuple(make(row[key]) for row in rows[:first]), len(rows) > first)
