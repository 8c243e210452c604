"""The short lists that everything is described with, remembered by a process for a minute."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from graph.models.entities import Entity

T = TypeVar("T")
LIFETIME_S = 60.0
MOST_LISTS = 1_000


@dataclass(slots=True)
class Snapshot:
    """A list as it was read; `absent` are ids that it does not have, asked since."""

    read_at: float
    items: dict[str, Any]
    absent: set[str] = field(default_factory=set)


class ReferenceStore:
    """Lists by name and tenant. An id that is not known has its list read again, once."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lists: dict[tuple[str, str | None], Snapshot] = {}
        self._reading: dict[tuple[str, str | None], asyncio.Lock] = {}

    def at_hand(self, key: tuple[str, str | None], ids: Sequence[str]) -> list[Any] | None:
        """What these ids name, where the list that is remembered can tell."""
        found = self._lists.get(key)
        if found is None or self._clock() - found.read_at > LIFETIME_S:
            return None
        items, absent = found.items, found.absent
        if all(each in items or each in absent for each in ids):
            return [items.get(each) for each in ids]
        return None

    async def find(
        self,
        key: tuple[str, str | None],
        ids: Sequence[str],
        read: Callable[[], Awaitable[dict[str, Any]]],
    ) -> list[Any]:
        """What these ids name; None for what the list does not have."""
        async with self._reading.setdefault(key, asyncio.Lock()):
            if (known := self.at_hand(key, ids)) is not None:
                return known
            if len(self._lists) >= MOST_LISTS:
                self._lists.clear()
            items = await read()
            absent = {each for each in ids if each not in items}
            self._lists[key] = Snapshot(self._clock(), items, absent)
            return [items.get(each) for each in ids]


class Terms(Generic[T]):
    """Loads the items of one list for one request."""

    def __init__(
        self,
        store: ReferenceStore,
        key: tuple[str, str | None],
        fetch: Callable[[], Awaitable[Sequence[Entity]]],
        make: Callable[[Any], T],
    ) -> None:
        self._store, self._key, self._fetch, self._make = store, key, fetch, make

    def at_hand(self, ids: Sequence[str]) -> list[T | None] | None:
        """What is remembered of these ids; None where the graph must be asked."""
        return self._store.at_hand(self._key, ids)

    async def load(self, term_id: str) -> T | None:
        """The item with this id."""
        return (await self.load_many([term_id]))[0]

    async def load_many(self, ids: Sequence[str]) -> list[T | None]:
        """The items with these ids, in their order."""
        known = self.at_hand(ids)
        return known if known is not None else await self._store.find(self._key, ids, self._read)

    async def _read(self) -> dict[str, T]:
        return {item.id: self._make(item) for item in await self._fetch()}
