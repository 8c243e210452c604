"""Each network's texts, indexed in this process at their first use and followed from then on.

The graph stays the truth: every look asks it, in one round trip, what changed meanwhile, and reads
only what is not indexed as it is. Memory: about 5 kB for a text of 500 characters with 384 numbers.
"""

from __future__ import annotations

import asyncio
import math
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from graph.connection import Graph
from graph.repositories.texts import TextRow, Texts

if TYPE_CHECKING:
    from matching.retrieval.network import NetworkTexts

MOST_NETWORKS = 64
OVERLAP = timedelta(minutes=1)
"""Writers' clocks differ a little, and a transaction takes its time from its start."""


@dataclass(slots=True)
class _Kept:
    """One network: what is indexed, the rows of its tail, and up to when it was read.

    `reading` reads all of it, where that goes on.
    """

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    texts: NetworkTexts | None = None
    tail: dict[str, TextRow] = field(default_factory=dict)
    read_at: datetime | None = None
    reading: asyncio.Task[NetworkTexts] | None = None

    def ended(self, reading: asyncio.Task[NetworkTexts]) -> None:
        """Makes room for another; what went wrong is told to those who wait, if any still do."""
        self.reading = None
        if not reading.cancelled():
            reading.exception()


class TextStore:
    """The networks that this process has looked at; the one unused for longest is let go."""

    def __init__(self, dimensions: int) -> None:
        self._dimensions = dimensions
        self._networks: OrderedDict[str | None, _Kept] = OrderedDict()

    async def texts_of(self, graph: Graph) -> NetworkTexts:
        """The texts of the graph's tenant, as they are now.

        Raises:
            GraphUnavailableError: Neo4j does not answer.
        """
        kept = self._networks.setdefault(graph.tenant_id, _Kept())
        self._networks.move_to_end(graph.tenant_id)
        while len(self._networks) > MOST_NETWORKS:
            self._networks.popitem(last=False)
        async with kept.lock:
            return await self._follow(kept, graph)

    async def _follow(self, kept: _Kept, graph: Graph) -> NetworkTexts:
        now = graph.clock()
        if kept.texts is None or kept.read_at is None:
            return await self._read_whole(kept, graph)
        since = min(kept.read_at, now) - OVERLAP
        changed = kept.texts.changed(await Texts(graph).stamps_since(since))
        if kept.texts.is_worn(len(changed)):
            return await self._read_whole(kept, graph)
        if changed:
            kept.tail |= {row.id: row for row in await Texts(graph).get_many(changed)}
            fresh = list(kept.tail.values())
            kept.texts = await asyncio.to_thread(kept.texts.updated, fresh)
        kept.read_at = now
        return kept.texts

    async def _read_whole(self, kept: _Kept, graph: Graph) -> NetworkTexts:
        """Reads all, and goes on where who asked first has not the time: others will ask."""
        if kept.reading is None:
            kept.reading = asyncio.create_task(self._read_all(kept, graph.until(math.inf)))
            kept.reading.add_done_callback(kept.ended)
        return await asyncio.shield(kept.reading)

    async def _read_all(self, kept: _Kept, graph: Graph) -> NetworkTexts:
        now = graph.clock()
        rows = [row async for row in Texts(graph).all()]
        kept.texts = await asyncio.to_thread(_indexed, rows, self._dimensions)
        kept.tail, kept.read_at = {}, now
        return kept.texts


def _indexed(rows: Sequence[TextRow], dimensions: int) -> NetworkTexts:
    from matching.retrieval.network import NetworkTexts  # half a second, and 20 MB with scipy

    return NetworkTexts.of(rows, dimensions)
