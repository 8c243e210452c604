"""Keyset pages: ids are UUIDv7, so the newest first is simply the highest id first."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Required, TypedDict, TypeVar, Unpack

from graph.connection import Graph
from graph.models.entities import Entity

T = TypeVar("T")
Item = TypeVar("Item", bound=Entity)

FIRST_ID = ""
LAST_ID = "~"  # sorts after every UUID
MAX_PAGE = 100


class Bounds(TypedDict, total=False):
    """Which part of a list: at most `first` items after one id and before another, as it is read.

    The newest come first unless `is_ascending`.
    """

    first: Required[int]
    after: str | None
    before: str | None
    is_ascending: bool


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Items in the order asked for; `has_next` tells whether others follow."""

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


def order_of(name: str, bounds: Bounds) -> str:
    """The query that reads a list in this direction: each list has two texts, each by its index."""
    return f"{name}_ascending" if bounds.get("is_ascending") else name


def parameters_of(bounds: Bounds) -> dict[str, Any]:
    """The parameters of a list's queries; one item more than asked for tells whether others follow."""
    ends = (FIRST_ID, LAST_ID) if bounds.get("is_ascending") else (LAST_ID, FIRST_ID)
    return {
        "after": bounds.get("after") or ends[0],
        "before": bounds.get("before") or ends[1],
        "limit": bounds["first"] + 1,
    }


async def read_page(
    graph: Graph,
    name: str,
    key: str,
    make: Callable[[Any], T],
    *,
    filters: dict[str, Any] | None = None,
    **bounds: Unpack[Bounds],
) -> Page[T]:
    """One page of the list that `name` and `name`_ascending read."""
    rows = await graph.read(order_of(name, bounds), **parameters_of(bounds), **(filters or {}))
    return page_of(rows, key, make, first=bounds["first"])


async def read_count(graph: Graph, name: str, filters: dict[str, Any] | None = None) -> int:
    """How many items a list has."""
    return int((await graph.read(name, **(filters or {})))[0]["count"])


async def read_pages(
    graph: Graph,
    name: str,
    key: str,
    make: Callable[[Any], T],
    *,
    party_ids: Sequence[str],
    **bounds: Unpack[Bounds],
) -> dict[str, Page[T]]:
    """The same page of the list of each party, in one round trip."""
    rows = await graph.read(
        order_of(name, bounds), party_ids=list(party_ids), **parameters_of(bounds)
    )
    by_party: dict[str, list[dict[str, Any]]] = {party_id: [] for party_id in party_ids}
    for row in rows:
        by_party[row["party_id"]].append(row)
    first = bounds["first"]
    return {each: page_of(found, key, make, first=first) for each, found in by_party.items()}
