"""What the staff of a network look at each day."""

from datetime import datetime, timedelta
from typing import Any, Unpack

from graph.connection import Graph
from graph.models.capacity import Forecast, forecasts
from graph.models.desk import WaitingNeed, waiting_need
from graph.models.entities import Event, Match
from graph.models.vocabulary import MatchKind, Side
from graph.records import event_from, match_from
from graph.repositories.paging import Bounds, Page, read_count, read_page


class Desk:
    """The desk of one tenant: lists are read in the order of their index, a page in one query."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    def _ago(self, days: int) -> datetime:
        return self._graph.clock() - timedelta(days=days)

    async def review_page(
        self,
        *,
        kind: MatchKind | None = None,
        assignee: str | None = None,
        **bounds: Unpack[Bounds],
    ) -> Page[Match]:
        """Suggestions that wait for staff, or for one of them."""
        filters = {"kind": kind, "assignee": assignee}
        return await read_page(
            self._graph, "list_matches_to_review", "match", match_from, filters=filters, **bounds
        )

    async def review_count(
        self, *, kind: MatchKind | None = None, assignee: str | None = None
    ) -> int:
        """How many these are."""
        filters = {"kind": kind, "assignee": assignee}
        return await read_count(self._graph, "count_matches_to_review", filters)

    async def waiting_page(
        self, *, kind: MatchKind | None = None, days: int = 0, **bounds: Unpack[Bounds]
    ) -> Page[WaitingNeed]:
        """Needs that are open for at least so many days, with what they wait for."""
        filters = self._waiting(kind, days)
        return await read_page(
            self._graph, "list_waiting_needs", "waiting", waiting_need, filters=filters, **bounds
        )

    async def waiting_count(self, *, kind: MatchKind | None = None, days: int = 0) -> int:
        """How many these are."""
        return await read_count(self._graph, "count_waiting_needs", self._waiting(kind, days))

    def _waiting(self, kind: MatchKind | None, days: int) -> dict[str, Any]:
        return {"kind": kind, "until": self._ago(days)}

    async def silence_page(
        self, *, side: Side | None = None, days: int = 0, **bounds: Unpack[Bounds]
    ) -> Page[Match]:
        """Matches whose asked side has been silent for at least so many days."""
        filters = {"side": side, "until": self._ago(days)}
        return await read_page(
            self._graph, "list_unanswered_matches", "match", match_from, filters=filters, **bounds
        )

    async def silence_count(self, *, side: Side | None = None, days: int = 0) -> int:
        """How many these are."""
        filters = {"side": side, "until": self._ago(days)}
        return await read_count(self._graph, "count_unanswered_matches", filters)

    async def timeline_page(self, *, match_id: str, **bounds: Unpack[Bounds]) -> Page[Event]:
        """What happened to a match, and to the engagement that it led to."""
        filters = {"match_id": match_id}
        return await read_page(
            self._graph, "list_events_of_match", "event", event_from, filters=filters, **bounds
        )

    async def timeline_count(self, *, match_id: str) -> int:
        """How many entries that has."""
        return await read_count(self._graph, "count_events_of_match", {"match_id": match_id})

    async def capacity(self, weeks: int) -> list[Forecast]:
        """Free places by kind, now and at the start of each of so many weeks."""
        (found,) = await self._graph.read("get_capacity")
        return forecasts(found, self._graph.clock(), weeks)
