"""Matches: what the engine suggests and what became of it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, Unpack

from graph.connection import Graph, Record, Transaction
from graph.ids import new_id
from graph.lifecycle.events import ended_rows
from graph.models.entities import Match
from graph.models.vocabulary import MatchState
from graph.records import match_from
from graph.repositories.paging import Bounds, Page, read_count, read_page

BATCH = 500


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One pair that the engine proposes, rank 1 first; reasons as plain JSON values.

    The card is shown at `position` (from 1) among the need's `cards`; `propensity` is how probable
    the draw of the order made that.
    """

    need_id: str
    offer_id: str
    rank: int
    probability: float
    reasons: Sequence[dict[str, Any]]
    giver_reasons: Sequence[dict[str, Any]]
    reservation: dict[str, Any] | None
    features: dict[str, float]
    giver_features: dict[str, float]
    position: int = 1
    cards: int = 1
    propensity: float = 1.0

    def row(self, run_id: str | None) -> Record:
        """The row of `store_matches`."""
        return {
            "id": new_id(),
            "run_id": run_id,
            "need_id": self.need_id,
            "offer_id": self.offer_id,
            "rank": self.rank,
            "probability": self.probability,
            "reasons": json.dumps(list(self.reasons), ensure_ascii=False),
            "giver_reasons": json.dumps(list(self.giver_reasons), ensure_ascii=False),
            "reservation": json.dumps(self.reservation, ensure_ascii=False),
            "features": json.dumps(self.features),
            "giver_features": json.dumps(self.giver_features),
            "position": self.position,
            "cards": self.cards,
            "propensity": self.propensity,
        }


def _filters(
    states: Sequence[MatchState] | None, need_id: str | None, offer_id: str | None
) -> dict[str, Any]:
    return {"states": _values(states), "need_id": need_id, "offer_id": offer_id}


def _values(states: Sequence[MatchState] | None) -> list[str] | None:
    return None if states is None else [state.value for state in states]


class Matches:
    """The matches of one tenant. Answers go through `graph.lifecycle.answering`."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    async def store(
        self,
        need_ids: Sequence[str],
        suggestions: Sequence[Suggestion],
        *,
        run_id: str | None,
        started_at: datetime,
        abstentions: Mapping[str, dict[str, Any]] = MappingProxyType({}),
    ) -> int:
        """Replaces the suggestions of these needs; whoever is being asked is left alone.

        `started_at` is when the needs were read: a later change keeps its waiting task.
        `abstentions` say, by need, why nothing was found; the others' are taken away.
        Returns how many suggestions stand.
        """
        by_need: dict[str, list[Record]] = {need_id: [] for need_id in need_ids}
        for suggestion in suggestions:
            by_need[suggestion.need_id].append(suggestion.row(run_id))
        stored = 0
        for start in range(0, len(need_ids), BATCH):
            batch = list(need_ids[start : start + BATCH])
            rows = [row for need_id in batch for row in by_need[need_id]]
            why = {key: json.dumps(abstentions[key]) for key in batch if key in abstentions}
            stored += await self._store_batch(batch, rows, started_at, why)
        return stored

    async def _store_batch(
        self,
        need_ids: Sequence[str],
        rows: Sequence[Record],
        started_at: datetime,
        abstentions: Mapping[str, str],
    ) -> int:
        async def work(transaction: Transaction) -> int:
            return await replace_suggestions(
                transaction, need_ids, rows, started_at, abstentions=abstentions
            )

        return await self._graph.transact(work)

    async def get_many(self, ids: Sequence[str]) -> dict[str, Match]:
        """The matches that exist, by id."""
        rows = await self._graph.read("get_matches_by_ids", ids=list(ids))
        return {row["match"]["id"]: match_from(row["match"]) for row in rows}

    async def page(
        self,
        *,
        states: Sequence[MatchState] | None = None,
        need_id: str | None = None,
        offer_id: str | None = None,
        **bounds: Unpack[Bounds],
    ) -> Page[Match]:
        """One page, newest first unless asked otherwise."""
        filters = _filters(states, need_id, offer_id)
        return await read_page(
            self._graph, "list_matches", "match", match_from, filters=filters, **bounds
        )

    async def count(
        self,
        *,
        states: Sequence[MatchState] | None = None,
        need_id: str | None = None,
        offer_id: str | None = None,
    ) -> int:
        """How many a list with these filters has."""
        filters = _filters(states, need_id, offer_id)
        return await read_count(self._graph, "count_matches", filters)

    async def page_of_party(
        self,
        *,
        party_id: str,
        states: Sequence[MatchState] | None = None,
        need_id: str | None = None,
        offer_id: str | None = None,
        **bounds: Unpack[Bounds],
    ) -> Page[Match]:
        """The same of what a party may see: see `Ownership.visible`."""
        filters = _filters(states, need_id, offer_id)
        return await read_page(
            self._graph,
            "list_matches_of_party",
            "match",
            match_from,
            filters=filters | {"party_id": party_id},
            **bounds,
        )

    async def count_of_party(
        self,
        *,
        party_id: str,
        states: Sequence[MatchState] | None = None,
        need_id: str | None = None,
        offer_id: str | None = None,
    ) -> int:
        """How many these are."""
        filters = _filters(states, need_id, offer_id)
        return await read_count(
            self._graph, "count_matches_of_party", filters | {"party_id": party_id}
        )

    async def suggestions_by_needs(
        self, need_ids: Sequence[str], limit: int
    ) -> dict[str, list[Match]]:
        """The open matches of each need, best first."""
        return await self._by_subject("list_suggestions_by_needs", need_ids, limit)

    async def suggestions_by_offers(
        self, offer_ids: Sequence[str], limit: int
    ) -> dict[str, list[Match]]:
        """The open matches of each offer, most probable first."""
        return await self._by_subject("list_suggestions_by_offers", offer_ids, limit)

    async def _by_subject(
        self, query: str, ids: Sequence[str], limit: int
    ) -> dict[str, list[Match]]:
        found: dict[str, list[Match]] = {subject_id: [] for subject_id in ids}
        for row in await self._graph.read(query, ids=list(ids), limit=limit):
            found[row["id"]].append(match_from(row["match"]))
        return found

    async def past_pairs(
        self, since: datetime, *, need_ids: Sequence[str] | None = None
    ) -> list[Record]:
        """Pairs of these needs (all, when None) proposed since a date, with state and dates."""
        if need_ids is None:
            return await self._graph.read("list_past_pairs", since=since)
        return await self._graph.read(
            "list_past_pairs_by_needs", since=since, need_ids=list(need_ids)
        )

    async def answer_counts(
        self, party_ids: Sequence[str] | None = None
    ) -> dict[str, tuple[int, int]]:
        """How often each of these parties (all, when None) answered, and said yes."""
        rows = (
            await self._graph.read("list_answer_counts")
            if party_ids is None
            else await self._graph.read("list_answer_counts_by_parties", party_ids=list(party_ids))
        )
        return {row["party_id"]: (row["asked"], row["accepted"]) for row in rows}

    async def shown_counts(
        self, since: datetime, party_ids: Sequence[str] | None = None
    ) -> dict[str, int]:
        """On how many cards since a date each of these parties (all, when None) was."""
        rows = (
            await self._graph.read("list_shown_counts", since=since)
            if party_ids is None
            else await self._graph.read(
                "list_shown_counts_by_parties", since=since, party_ids=list(party_ids)
            )
        )
        return {row["party_id"]: row["shown"] for row in rows}

    async def outcomes(self, limit: int) -> list[Record]:
        """The newest matches with an answer: `kind`, `probability`, `is_accepted`."""
        return await self._graph.read("list_outcomes", limit=limit)

    async def count_by_state(self) -> dict[str, int]:
        """How many matches are in each state."""
        rows = await self._graph.read("count_matches_by_state")
        return {row["state"]: row["count"] for row in rows}

    async def waiting_needs(self, limit: int) -> list[str]:
        """Needs that wait for their online match, longest first."""
        rows = await self._graph.read("list_needs_waiting_for_match", limit=limit)
        return [row["need_id"] for row in rows]

    async def request(self, need_ids: Sequence[str]) -> list[str]:
        """Asks for the online match of needs; returns those that are open."""
        rows = await self._graph.write("request_matching", need_ids=list(need_ids))
        return [row["need_id"] for row in rows]

    async def postpone(self, need_id: str, due_at: datetime) -> None:
        """Lets a need wait longer for its online match."""
        await self._graph.write("postpone_matching", need_id=need_id, due_at=due_at)


async def replace_suggestions(
    transaction: Transaction,
    need_ids: Sequence[str],
    rows: Sequence[Record],
    started_at: datetime,
    *,
    abstentions: Mapping[str, str],
) -> int:
    """Replaces the suggestions of these needs by rows of `Suggestion.row`; returns how many stand.

    `abstentions` say, by need and as JSON, why nothing was found.
    """
    kept = await transaction.run("store_matches", rows=list(rows))
    stale = await transaction.run("withdraw_stale_suggestions", need_ids=list(need_ids))
    if stale:
        cause = "a newer matching"
        rows = ended_rows("system", stale, MatchState.WITHDRAWN, cause=cause)
        await transaction.run("record_events", rows=rows)
    await transaction.run(
        "mark_needs_matched",
        need_ids=list(need_ids),
        started_at=started_at,
        abstentions=dict(abstentions),
    )
    return len(kept)


async def expired_proposals(graph: Graph, *, before: datetime, limit: int) -> list[Record]:
    """Proposals of all tenants that nobody answered since a date: `id`, `tenant_id`."""
    return await graph.read("list_expired_proposals", before=before, limit=limit)
