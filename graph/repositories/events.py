"""The audit trail."""

from collections.abc import Sequence

from graph.connection import Graph, Record
from graph.models.entities import Event
from graph.records import event_from
from graph.repositories.paging import LAST_ID, Page, page_of


class Events:
    """The audit trail of one tenant."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    async def record(self, rows: Sequence[Record]) -> None:
        """Appends rows of `graph.lifecycle.events.event_row`."""
        await self._graph.write("record_events", rows=list(rows))

    async def page(
        self, *, first: int, after: str | None = None, subject_id: str | None = None
    ) -> Page[Event]:
        """One page, newest first, of all or of one subject."""
        rows = await self._graph.read(
            "list_events", after=after or LAST_ID, limit=first + 1, subject_id=subject_id
        )
        return page_of(rows, "event", event_from, first=first)

    async def last_of(self, subject_ids: Sequence[str]) -> dict[str, Event]:
        """The newest entry about each of these subjects that has one, by subject."""
        rows = await self._graph.read("list_last_events_by_subjects", subject_ids=list(subject_ids))
        return {row["event"]["subject_id"]: event_from(row["event"]) for row in rows}
