"""Needs: what parties seek."""

from collections.abc import Sequence
from typing import Any, Unpack

from graph.connection import Graph, Record
from graph.errors import NotFoundError
from graph.ids import new_id
from graph.lifecycle.events import event_row
from graph.lifecycle.steps import let_go
from graph.models.entities import Need
from graph.models.inputs import NeedInput
from graph.models.vocabulary import MatchKind, NeedStatus
from graph.repositories.hashing import with_hashes
from graph.repositories.paging import Bounds, Page, read_count, read_page, read_pages
from graph.repositories.parties import BATCH, Written, written_from


def need_row(need_id: str, party_id: str, need: NeedInput) -> dict[str, Any]:
    """The row of `upsert_needs` for one input."""
    properties = need.model_dump(mode="json", exclude={"skills"}) | {
        "party_id": party_id,
        "skill_ids": list(need.skills),
        "deadline": need.deadline,
    }
    return {
        "id": need_id,
        "party_id": party_id,
        "properties": with_hashes(properties, ("title", "text")),
    }


class Needs:
    """The needs of one tenant."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    async def save(self, party_id: str, need: NeedInput, *, need_id: str | None = None) -> Need:
        """Writes one need, a new one where no id is given, and asks for its match.

        Raises:
            NotFoundError: no such party, or no such need, belongs to the tenant.
        """
        row = need_row(need_id or new_id(), party_id, need)
        told = await self._upsert([row], then_match=True, is_told=True)
        # Nothing is told of what is there already: unchanged, or written by a try whose answer was lost.
        saved = Need.model_validate(told[0]["need"]) if told else await self._find(row["id"])
        if saved is None and need_id is not None:
            raise NotFoundError(f"no need has the id {need_id}: check the id")
        if saved is None or saved.party_id != party_id:
            raise NotFoundError(f"no party has the id {party_id}: register the party first")
        return saved

    async def save_all(self, rows: Sequence[dict[str, Any]], *, then_match: bool) -> Written:
        """Writes rows of `need_row`; `then_match` asks for each one's online match."""
        done: list[Record] = []
        for start in range(0, len(rows), BATCH):
            batch = list(rows[start : start + BATCH])
            done += await self._upsert(batch, then_match=then_match, is_told=False)
        return written_from(done)

    async def _upsert(self, rows: list[Record], *, then_match: bool, is_told: bool) -> list[Record]:
        """Writes them in one transaction; `is_told` reads back what was written."""
        return await self._graph.upsert(
            "upsert_needs", rows=rows, then_match=then_match, is_told=is_told
        )

    async def get(self, need_id: str) -> Need:
        """Raises NotFoundError."""
        found = await self._find(need_id)
        if found is None:
            raise NotFoundError(f"no need has the id {need_id}: check the id")
        return found

    async def _find(self, need_id: str) -> Need | None:
        return (await self.get_many([need_id])).get(need_id)

    async def get_many(self, ids: Sequence[str]) -> dict[str, Need]:
        """The needs that exist, by id."""
        rows = await self._graph.read("get_needs_by_ids", ids=list(ids))
        return {row["need"]["id"]: Need.model_validate(row["need"]) for row in rows}

    async def page(
        self,
        *,
        status: NeedStatus | None = None,
        kind: MatchKind | None = None,
        party_id: str | None = None,
        **bounds: Unpack[Bounds],
    ) -> Page[Need]:
        """One page, newest first unless asked otherwise."""
        filters = {"status": status, "kind": kind, "party_id": party_id}
        return await read_page(
            self._graph, "list_needs", "need", Need.model_validate, filters=filters, **bounds
        )

    async def count(
        self,
        *,
        status: NeedStatus | None = None,
        kind: MatchKind | None = None,
        party_id: str | None = None,
    ) -> int:
        """How many a list with these filters has."""
        filters = {"status": status, "kind": kind, "party_id": party_id}
        return await read_count(self._graph, "count_needs", filters)

    async def pages_by_parties(
        self, party_ids: Sequence[str], **bounds: Unpack[Bounds]
    ) -> dict[str, Page[Need]]:
        """One page of each party's needs, newest first unless asked otherwise."""
        return await read_pages(
            self._graph,
            "list_needs_by_parties",
            "need",
            Need.model_validate,
            party_ids=party_ids,
            **bounds,
        )

    async def counts_by_parties(self, party_ids: Sequence[str]) -> dict[str, int]:
        """How many needs each of these parties has; those without any are left out."""
        rows = await self._graph.read("count_needs_by_parties", party_ids=list(party_ids))
        return {row["party_id"]: row["count"] for row in rows}

    async def close(self, need_id: str, *, actor: str) -> Need:
        """Closes a need and withdraws its open matches. Raises NotFoundError."""

        async def work(transaction: Any) -> list[Record]:
            rows: list[Record] = await transaction.run(
                "close_need", id=need_id, status=NeedStatus.CLOSED.value
            )
            if not rows:
                raise NotFoundError(f"no need has the id {need_id}: check the id")
            ended = await transaction.run("withdraw_by_subject", subject_id=need_id)
            await transaction.run("record_events", rows=[event_row(actor, "need.closed", need_id)])
            await let_go(transaction, actor, ended, cause="CLOSED")
            return rows

        rows = await self._graph.transact(work)
        return Need.model_validate(rows[0]["need"])
