"""Engagements: what both sides accepted."""

from collections.abc import Sequence
from typing import Unpack

from graph.connection import Graph
from graph.models.entities import Engagement
from graph.repositories.paging import Bounds, Page, read_count, read_page


class Engagements:
    """The engagements of one tenant; they are started by `graph.lifecycle.answering`."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    async def get_many(self, ids: Sequence[str]) -> dict[str, Engagement]:
        """The engagements that exist, by id."""
        rows = await self._graph.read("get_engagements_by_ids", ids=list(ids))
        found = [Engagement.model_validate(row["engagement"]) for row in rows]
        return {engagement.id: engagement for engagement in found}

    async def by_matches(self, match_ids: Sequence[str]) -> dict[str, Engagement]:
        """The engagements that these matches led to, by match id."""
        rows = await self._graph.read("get_engagements_by_matches", match_ids=list(match_ids))
        found = [Engagement.model_validate(row["engagement"]) for row in rows]
        return {engagement.match_id: engagement for engagement in found}

    async def page(self, **bounds: Unpack[Bounds]) -> Page[Engagement]:
        """One page, newest first unless asked otherwise."""
        return await read_page(
            self._graph, "list_engagements", "engagement", Engagement.model_validate, **bounds
        )

    async def count(self) -> int:
        """How many there are."""
        return await read_count(self._graph, "count_engagements")
