"""Engagements: what both sides accepted."""

from collections.abc import Sequence
from typing import Unpack

from graph.connection import Graph
from graph.errors import NotFoundError, OutdatedError
from graph.lifecycle.events import event_row, write_noted
from graph.lifecycle.states import ENGAGEMENT_STEPS, before_engagement
from graph.models.entities import Engagement
from graph.models.vocabulary import EngagementState, Progress
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

    async def of_match(self, match_id: str) -> Engagement:
        """The one that a match led to. Raises NotFoundError."""
        found = await self.by_matches([match_id])
        if match_id not in found:
            raise NotFoundError(f"no engagement of match {match_id}")
        return found[match_id]

    async def page(self, **bounds: Unpack[Bounds]) -> Page[Engagement]:
        """One page, newest first unless asked otherwise."""
        return await read_page(
            self._graph, "list_engagements", "engagement", Engagement.model_validate, **bounds
        )

    async def count(self) -> int:
        """How many there are."""
        return await read_count(self._graph, "count_engagements")

    async def page_of_party(self, *, party_id: str, **bounds: Unpack[Bounds]) -> Page[Engagement]:
        """The same of one party, on either side."""
        return await read_page(
            self._graph,
            "list_engagements_of_party",
            "engagement",
            Engagement.model_validate,
            filters={"party_id": party_id},
            **bounds,
        )

    async def count_of_party(self, *, party_id: str) -> int:
        """How many these are."""
        return await read_count(self._graph, "count_engagements_of_party", {"party_id": party_id})

    async def follow_up_page(
        self, *, progress: Progress, **bounds: Unpack[Bounds]
    ) -> Page[Engagement]:
        """Running ones of which a side last said this."""
        return await read_page(
            self._graph,
            "list_follow_up_queue",
            "engagement",
            Engagement.model_validate,
            filters={"progress": progress},
            **bounds,
        )

    async def follow_up_count(self, *, progress: Progress) -> int:
        """How many these are."""
        return await read_count(self._graph, "count_follow_up_queue", {"progress": progress})

    async def get(self, engagement_id: str) -> Engagement:
        """Raises NotFoundError."""
        found = await self.get_many([engagement_id])
        if engagement_id not in found:
            raise NotFoundError(f"no engagement has the id {engagement_id}: check the id")
        return found[engagement_id]

    async def advance(
        self, engagement_id: str, state: EngagementState, *, actor: str
    ) -> Engagement:
        """Moves an engagement on; one that ends frees its place. Moving it twice changes nothing.

        Raises:
            NotFoundError: no such engagement belongs to the tenant.
            OutdatedError: it stands where it cannot be moved there from.
        """
        rows = await write_noted(
            self._graph,
            "advance_engagement",
            lambda _row: event_row(actor, "engagement.advanced", engagement_id, state=state.value),
            id=engagement_id,
            state=state.value,
            from_states=[before.value for before in before_engagement(state)],
            is_over=not ENGAGEMENT_STEPS[state],
        )
        if rows:
            return Engagement.model_validate(rows[0]["engagement"])
        current = await self.get(engagement_id)
        if current.state is not state:
            raise OutdatedError(
                f"the engagement is {current.state}: it cannot become {state} any more"
            )
        return current
