"""Saved searches: what parties want to be told of, and what they were told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Unpack

from graph.connection import Graph
from graph.errors import NotFoundError
from graph.ids import new_id
from graph.lifecycle.events import event_row, write_noted
from graph.models.entities import Offer, Party, SavedSearch
from graph.models.inputs import SavedSearchInput
from graph.models.vocabulary import AlertFrequency
from graph.repositories.paging import Bounds, Page, read_count, read_page

INTERVALS = {AlertFrequency.DAILY: timedelta(days=1), AlertFrequency.WEEKLY: timedelta(days=7)}


@dataclass(frozen=True, slots=True)
class Find:
    """An offer that a saved search found, and who makes it."""

    search: SavedSearch
    offer: Offer
    giver: Party


class SavedSearches:
    """The saved searches of one tenant."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    async def save(
        self, party_id: str, search: SavedSearchInput, *, search_id: str | None = None
    ) -> SavedSearch:
        """Writes one, a new one where no id is given.

        Raises:
            NotFoundError: no such party, or no such search of it, belongs to the tenant.
        """
        rows = await self._graph.write(
            "upsert_saved_search",
            id=search_id or new_id(),
            party_id=party_id,
            # A value that is None is written, too: it takes a filter away.
            properties=search.model_dump(mode="json"),
        )
        if not rows:
            raise NotFoundError(f"no party has the id {party_id}: register the party first")
        return SavedSearch.model_validate(rows[0]["search"])

    async def delete(self, search_id: str) -> SavedSearch:
        """Removes one, and returns what it was. Raises NotFoundError."""
        rows = await self._graph.write("delete_saved_search", id=search_id)
        if not rows:
            raise NotFoundError(f"no saved search has the id {search_id}: check the id")
        return SavedSearch.model_validate(rows[0]["search"])

    async def stop_all(self, party_id: str, *, actor: str) -> int:
        """Switches off what is on of a party's searches; how many that were."""
        rows = await write_noted(
            self._graph,
            "stop_saved_searches",
            lambda _row: event_row(actor, "searches.stopped", party_id),
            party_id=party_id,
        )
        return len(rows)

    async def get(self, search_id: str) -> SavedSearch:
        """Raises NotFoundError."""
        found = await self.get_many([search_id])
        if search_id not in found:
            raise NotFoundError(f"no saved search has the id {search_id}: check the id")
        return found[search_id]

    async def get_many(self, ids: Sequence[str]) -> dict[str, SavedSearch]:
        """The searches that exist, by id."""
        rows = await self._graph.read("get_saved_searches_by_ids", ids=list(ids))
        return {row["search"]["id"]: SavedSearch.model_validate(row["search"]) for row in rows}

    async def page(
        self, *, party_id: str | None = None, **bounds: Unpack[Bounds]
    ) -> Page[SavedSearch]:
        """One page, newest first unless asked otherwise."""
        return await read_page(
            self._graph,
            "list_saved_searches",
            "search",
            SavedSearch.model_validate,
            filters={"party_id": party_id},
            **bounds,
        )

    async def count(self, *, party_id: str | None = None) -> int:
        """How many a list with this filter has."""
        return await read_count(self._graph, "count_saved_searches", {"party_id": party_id})

    async def due(self) -> list[SavedSearch]:
        """Those to be looked at now whose party can be written to, by party."""
        rows = await self._graph.read("list_due_searches")
        return [SavedSearch.model_validate(row["search"]) for row in rows]

    async def new_offers(self, search: SavedSearch, offer_ids: Sequence[str]) -> list[str]:
        """Those of these offers that are new to a search and pass its filters, in their order."""
        rows = await self._graph.read(
            "list_new_offers_of_search", id=search.id, offer_ids=list(offer_ids)
        )
        found = {row["id"] for row in rows}
        return [each for each in offer_ids if each in found]

    async def alert(self, party_id: str, found: Sequence[tuple[str, str]]) -> bool:
        """Writes the day's mail to a party about pairs of search and offer.

        False where the party has its mail of the day already: then nothing is noted as told.
        """
        mail_id, day = new_id(), self._graph.clock().date().isoformat()
        rows = await self._graph.write(
            "enqueue_search_alert",
            id=mail_id,
            key=f"{self._graph.tenant_id}:SEARCH_ALERT:{party_id}:{day}",
            recipient_id=party_id,
            message_id=f"<{mail_id}@maillage>",
            rows=[{"search_id": search, "offer_id": offer} for search, offer in found],
        )
        return bool(rows)

    async def told(self, mail_id: str, party_id: str) -> list[Find]:
        """What a mail tells, without what no longer holds."""
        rows = await self._graph.read("list_told_offers", mail_id=mail_id, party_id=party_id)
        return [
            Find(
                SavedSearch.model_validate(row["search"]),
                Offer.model_validate(row["offer"]),
                Party.model_validate(row["giver"]),
            )
            for row in rows
        ]

    async def postpone(self, searches: Sequence[SavedSearch]) -> None:
        """Looks at them again when their frequency says."""
        now = self._graph.clock()
        rows = [{"id": each.id, "due_at": now + INTERVALS[each.frequency]} for each in searches]
        await self._graph.write("postpone_searches", rows=rows)


async def tenants_with_due_searches(graph: Graph) -> list[str]:
    """The networks where a saved search is due."""
    rows = await graph.read("list_tenants_with_due_searches")
    return [row["tenant_id"] for row in rows]
