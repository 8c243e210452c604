"""Second thoughts: an answer is taken back for 72 hours, as long as nothing came of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from graph.connection import Graph, Record, Transaction
from graph.errors import NotFoundError
from graph.lifecycle.events import event_row
from graph.lifecycle.links import LINK_AGE
from graph.lifecycle.states import answer_of, other, party_of
from graph.lifecycle.steps import lock_match
from graph.models.entities import Match
from graph.models.relations import RelationType
from graph.models.vocabulary import Answer, DeclineReason, MatchState, Side
from graph.records import match_from

UNDO_AGE: Final = timedelta(hours=72)


class Undo(StrEnum):
    """Whether an answer can be taken back, else why not."""

    POSSIBLE = "POSSIBLE"
    NOTHING = "NOTHING"
    ENGAGED = "ENGAGED"
    TOO_LATE = "TOO_LATE"
    OVERTAKEN = "OVERTAKEN"


@dataclass(frozen=True, slots=True)
class Undone:
    """What became of second thoughts."""

    undo: Undo
    match: Match


def decide_undo(match: Match, side: Side, *, is_open: bool, now: datetime) -> Undo:
    """Whether this side can take its answer back now.

    `is_open` says that the need is open still, and the offer, with a place.
    """
    if answer_of(match, side) is None:
        return Undo.NOTHING
    if match.state is MatchState.ACCEPTED:
        return Undo.ENGAGED
    if not _is_last(match, side) or not is_open:
        return Undo.OVERTAKEN
    return Undo.POSSIBLE if now < undo_until(match) else Undo.TOO_LATE


def _is_last(match: Match, side: Side) -> bool:
    """Whether what stands now is what this side's answer led to."""
    if answer_of(match, side) == Answer.ACCEPT:
        return match.state is MatchState.PROPOSED and match.asked_side is other(side)
    return match.state is MatchState.DECLINED


def undo_until(match: Match) -> datetime:
    """Until when the newest answer can be taken back; never after the proposal would have ended."""
    asked_at = match.proposed_at or match.created_at
    return min((match.answered_at or asked_at) + UNDO_AGE, asked_at + LINK_AGE)


async def undo_answer(graph: Graph, match_id: str, side: Side, *, actor: str) -> Undone:
    """Takes an answer back, so that its side is asked again; one transaction.

    Raises:
        NotFoundError: no such match belongs to the tenant.
    """

    async def work(transaction: Transaction) -> Undone:
        await lock_match(transaction, match_id)
        rows = await transaction.run("get_match_for_undo", id=match_id, side=side.value)
        if not rows:
            raise NotFoundError(f"a side of match {match_id} was erased")
        match = match_from(rows[0]["match"])
        undo = decide_undo(match, side, is_open=rows[0]["is_open"], now=transaction.now)
        if undo is not Undo.POSSIBLE:
            return Undone(undo, match)
        return Undone(undo, await _take_back(transaction, match, side, actor))

    return await graph.transact(work)


async def _take_back(transaction: Transaction, match: Match, side: Side, actor: str) -> Match:
    rows = await transaction.run("undo_answer", id=match.id, side=side.value)
    event = event_row(
        actor, "match.undone", match.id, cause="undo", side=side, answer=answer_of(match, side)
    )
    also = _also_undone(match, side, actor, was_barred=rows[0]["was_barred"])
    await transaction.run("record_events", rows=[event, *also])
    return match_from(rows[0]["match"])


def _also_undone(match: Match, side: Side, actor: str, *, was_barred: bool) -> list[Record]:
    """What the answer had brought about its party, and is taken back with it."""
    own, across = party_of(match, side), party_of(match, other(side))
    events = []
    if answer_of(match, side) == Answer.PAUSE:
        events.append(event_row(actor, "party.resumed", own, cause="undo"))
    if match.decline_reason == DeclineReason.NOT_THIS_COMPANY:
        kind = RelationType.EXCLUDES
        row = event_row(actor, "party.unrelated", own, cause="undo", other_id=across, kind=kind)
        events.append(row)
    if was_barred:
        events.append(event_row(actor, "party.sector_readmitted", own, cause="undo"))
    return events
