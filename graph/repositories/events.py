"""The audit trail."""

from collections.abc import Sequence
from typing import Unpack

from graph.connection import Graph, Record
from graph.models.entities import Event
from graph.records import event_from
from graph.repositories.paging import Bounds, Page, read_count, read_page


class Events:
    """The audit trail of one tenant."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    async def record(self, rows: Sequence[Record]) -> None:
        """Appends rows of `graph.lifecycle.events.event_row`."""
        await self._graph.write("record_events", rows=list(rows))

    async def page(
        self,
        *,
        subject_id: str | None = None,
        action: str | None = None,
        **bounds: Unpack[Bounds],
    ) -> Page[Event]:
        """One page, newest first unless asked otherwise, of all, of a subject, or of an action."""
        filters = {"subject_id": subject_id, "action": action}
        return await read_page(
            self._graph, "list_events", "event", event_from, filters=filters, **bounds
        )

    async def count(self, *, subject_id: str | None = None, action: str | None = None) -> int:
        """How many a list with these filters has."""
        filters = {"subject_id": subject_id, "action": action}
        return await read_count(self._graph, "count_events", filters)

    async def last_of(self, subject_ids: Sequence[str]) -> dict[str, Event]:
        """The newest entry about each of these subjects that has one, by subject."""
        rows = await self._graph.read("list_last_events_by_subjects", subject_ids=list(subject_ids))
        return {row["event"]["subject_id"]: event_from(row["event"]) for row in rows}

    async def get_many(self, ids: Sequence[str]) -> dict[str, Event]:
        """The entries that exist, by id."""
        rows = await self._graph.read("get_events_by_ids", ids=list(ids))
        return {row["event"]["id"]: event_from(row["event"]) for row in rows}
