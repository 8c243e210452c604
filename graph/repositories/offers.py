"""Offers: what parties give."""

from collections.abc import Sequence
from typing import Any, Unpack

from graph.connection import Graph, Record
from graph.errors import NotFoundError
from graph.ids import new_id
from graph.lifecycle.events import event_row
from graph.lifecycle.steps import let_go
from graph.models.entities import Offer
from graph.models.inputs import OfferInput
from graph.models.vocabulary import MatchKind, OfferStatus
from graph.repositories.hashing import with_hashes
from graph.repositories.paging import Bounds, Page, read_count, read_page, read_pages
from graph.repositories.parties import BATCH, Written, written_from


def offer_row(offer_id: str, party_id: str, offer: OfferInput) -> dict[str, Any]:
    """The row of `upsert_offers` for one input."""
    properties = offer.model_dump(mode="json", exclude={"skills"}) | {
        "party_id": party_id,
        "skill_ids": list(offer.skills),
    }
    return {
        "id": offer_id,
        "party_id": party_id,
        "properties": with_hashes(properties, ("title", "text", "wish")),
    }


class Offers:
    """The offers of one tenant."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    async def save(self, party_id: str, offer: OfferInput, *, offer_id: str | None = None) -> Offer:
        """Writes one offer, a new one where no id is given.

        Raises:
            NotFoundError: no such party, or no such offer, belongs to the tenant.
        """
        row = offer_row(offer_id or new_id(), party_id, offer)
        told = await self._upsert([row], is_told=True)
        # Nothing is told of what is there already: unchanged, or written by a try whose answer was lost.
        saved = Offer.model_validate(told[0]["offer"]) if told else await self._find(row["id"])
        if saved is None and offer_id is not None:
            raise NotFoundError(f"no offer has the id {offer_id}: check the id")
        if saved is None or saved.party_id != party_id:
            raise NotFoundError(f"no party has the id {party_id}: register the party first")
        return saved

    async def save_all(self, rows: Sequence[dict[str, Any]]) -> Written:
        """Writes rows of `offer_row`, at most 500 in a transaction."""
        done: list[Record] = []
        for start in range(0, len(rows), BATCH):
            batch = list(rows[start : start + BATCH])
            done += await self._upsert(batch, is_told=False)
        return written_from(done)

    async def _upsert(self, rows: list[Record], *, is_told: bool) -> list[Record]:
        """Writes them in one transaction; `is_told` reads back what was written."""
        return await self._graph.upsert(
            "upsert_offers", rows=rows, then_match=False, is_told=is_told
        )

    async def get(self, offer_id: str) -> Offer:
        """Raises NotFoundError."""
        found = await self._find(offer_id)
        if found is None:
            raise NotFoundError(f"no offer has the id {offer_id}: check the id")
        return found

    async def _find(self, offer_id: str) -> Offer | None:
        return (await self.get_many([offer_id])).get(offer_id)

    async def get_many(self, ids: Sequence[str]) -> dict[str, Offer]:
        """The offers that exist, by id."""
        rows = await self._graph.read("get_offers_by_ids", ids=list(ids))
        return {row["offer"]["id"]: Offer.model_validate(row["offer"]) for row in rows}

    async def page(
        self,
        *,
        status: OfferStatus | None = None,
        kind: MatchKind | None = None,
        party_id: str | None = None,
        **bounds: Unpack[Bounds],
    ) -> Page[Offer]:
        """One page, newest first unless asked otherwise."""
        filters = {"status": status, "kind": kind, "party_id": party_id}
        return await read_page(
            self._graph, "list_offers", "offer", Offer.model_validate, filters=filters, **bounds
        )

    async def count(
        self,
        *,
        status: OfferStatus | None = None,
        kind: MatchKind | None = None,
        party_id: str | None = None,
    ) -> int:
        """How many a list with these filters has."""
        filters = {"status": status, "kind": kind, "party_id": party_id}
        return await read_count(self._graph, "count_offers", filters)

    async def pages_by_parties(
        self, party_ids: Sequence[str], **bounds: Unpack[Bounds]
    ) -> dict[str, Page[Offer]]:
        """One page of each party's offers, newest first unless asked otherwise."""
        return await read_pages(
            self._graph,
            "list_offers_by_parties",
            "offer",
            Offer.model_validate,
            party_ids=party_ids,
            **bounds,
        )

    async def counts_by_parties(self, party_ids: Sequence[str]) -> dict[str, int]:
        """How many offers each of these parties has; those without any are left out."""
        rows = await self._graph.read("count_offers_by_parties", party_ids=list(party_ids))
        return {row["party_id"]: row["count"] for row in rows}

    async def close(self, offer_id: str, *, actor: str) -> Offer:
        """Closes an offer and withdraws its open matches; their needs are matched again. Raises NotFoundError."""

        async def work(transaction: Any) -> list[Record]:
            rows: list[Record] = await transaction.run(
                "close_offer", id=offer_id, status=OfferStatus.CLOSED.value
            )
            if not rows:
                raise NotFoundError(f"no offer has the id {offer_id}: check the id")
            ended = await transaction.run("withdraw_by_subject", subject_id=offer_id)
            await transaction.run(
                "record_events", rows=[event_row(actor, "offer.closed", offer_id)]
            )
            await let_go(transaction, actor, ended, cause="CLOSED")
            return rows

        rows = await self._graph.transact(work)
        return Offer.model_validate(rows[0]["offer"])

    async def store_prices(self, prices: dict[str, float]) -> None:
        """Keeps the prices of the last run by offer id, for online bids."""
        rows = [{"id": offer_id, "price": price} for offer_id, price in sorted(prices.items())]
        for start in range(0, len(rows), BATCH):
            await self._graph.write("store_shadow_prices", rows=rows[start : start + BATCH])
