"""The one transaction that takes an answer, used by every door."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from graph.connection import Graph, Transaction
from graph.errors import NotFoundError
from graph.lifecycle.engaging import start_engagement
from graph.lifecycle.events import event_row
from graph.lifecycle.mails import mail_row
from graph.lifecycle.states import Decision, Outcome, Snapshot, decide, other
from graph.models.entities import Match
from graph.models.vocabulary import (
    Answer,
    DeclineReason,
    MailKind,
    MatchState,
    NeedStatus,
    Side,
)
from graph.records import match_from

PAUSE = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as given. `actor` names who gave it, for the audit trail: `mail:<id>`, `key:<id>`.

    A PAUSE without a date lasts 30 days.
    """

    match_id: str
    side: Side
    answer: Answer
    actor: str
    reason: DeclineReason | None = None
    text: str = ""
    pause_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of an answer, and which needs must be matched again."""

    outcome: Outcome
    match: Match
    engagement_id: str | None = None
    needs_to_match: tuple[str, ...] = ()


async def answer_match(graph: Graph, reply: Reply) -> Answered:
    """Takes an answer: state, capacity, engagement, mails and events in one transaction.

    Raises:
        NotFoundError: no such match belongs to the tenant.
    """

    async def work(transaction: Transaction) -> Answered:
        snapshot = await _snapshot(transaction, reply.match_id)
        decision = decide(snapshot, reply.side, reply.answer)
        if decision.state is None:
            return Answered(decision.outcome, snapshot.match)
        return await _take(transaction, reply, snapshot.match, decision)

    return await graph.transact(work)


async def expire_match(
    graph: Graph, match_id: str, *, asked_before: datetime | None = None
) -> bool:
    """Ends a proposal that nobody answered; False where it was answered meanwhile.

    A yes of the first side asks the second one anew: `asked_before` leaves such a match alone.

    Raises:
        NotFoundError: no such match belongs to the tenant.
    """

    async def work(transaction: Transaction) -> bool:
        match = (await _snapshot(transaction, match_id)).match
        asked_at = match.proposed_at or transaction.now
        if match.state is not MatchState.PROPOSED or (asked_before and asked_at >= asked_before):
            return False
        await _end(transaction, match, MatchState.EXPIRED, cause="no answer in time")
        return True

    return await graph.transact(work)


async def withdraw_unasked(graph: Graph, match_id: str, side: Side, *, cause: str) -> bool:
    """Ends a proposal that this side cannot be asked about, so that its need goes on.

    False where it was answered or ended meanwhile.

    Raises:
        NotFoundError: no such match belongs to the tenant.
    """

    async def work(transaction: Transaction) -> bool:
        match = (await _snapshot(transaction, match_id)).match
        if match.state is not MatchState.PROPOSED or match.asked_side is not side:
            return False
        await _end(transaction, match, MatchState.WITHDRAWN, cause=cause)
        return True

    return await graph.transact(work)


async def _end(transaction: Transaction, match: Match, state: MatchState, *, cause: str) -> None:
    await _move(transaction, match, state)
    await _rematch(transaction, [match.need_id])
    event = event_row("system", f"match.{state.lower()}", match.id, cause=cause)
    await transaction.run("record_events", rows=[event])


async def _snapshot(transaction: Transaction, match_id: str) -> Snapshot:
    if not await transaction.run("lock_match", id=match_id):
        raise NotFoundError(f"no match {match_id}: check the id")
    row = (await transaction.run("get_match_for_answer", id=match_id))[0]
    return Snapshot(
        match_from(row["match"]), row["capacity"] - row["taken"], NeedStatus(row["need_status"])
    )


async def _take(
    transaction: Transaction, reply: Reply, match: Match, decision: Decision
) -> Answered:
    assert decision.state is not None  # noqa: S101  # the caller has looked
    answered = await _move(
        transaction, match, decision.state, asked_side=decision.asked_side, reply=reply
    )
    await _record(transaction, reply, match, decision)
    result = Answered(decision.outcome, answered)
    if decision.outcome is Outcome.ENGAGED:
        result = await _engage(transaction, answered, reply.actor)
    elif decision.outcome is Outcome.WAITING_FOR_OTHER:
        await _ask(transaction, answered, other(reply.side))
    else:
        waiting = await _rematch(transaction, [match.need_id])
        result = replace(result, needs_to_match=waiting)
    if decision.outcome is Outcome.PAUSED:
        party_id = match.seeker_id if reply.side is Side.SEEKER else match.giver_id
        until = reply.pause_until or transaction.now + PAUSE
        await transaction.run("pause_party", id=party_id, until=until)
    return result


async def _move(
    transaction: Transaction,
    match: Match,
    state: MatchState,
    *,
    asked_side: Side | None = None,
    reply: Reply | None = None,
) -> Match:
    given = None if reply is None else reply.answer.value
    is_seeker = reply is not None and reply.side is Side.SEEKER
    is_giver = reply is not None and reply.side is Side.GIVER
    rows = await transaction.run(
        "apply_transition",
        id=match.id,
        state=state.value,
        asked_side=asked_side and asked_side.value,
        seeker_answer=given if is_seeker else match.seeker_answer,
        giver_answer=given if is_giver else match.giver_answer,
        decline_reason=reply.reason.value if reply and reply.reason else None,
        decline_text=reply.text if reply else None,
    )
    return match_from(rows[0]["match"])


async def _engage(transaction: Transaction, match: Match, actor: str) -> Answered:
    await transaction.run("take_place", id=match.id)
    engagement_id = await start_engagement(transaction, match.id, actor)
    withdrawn = await transaction.run("withdraw_unfit", id=match.id)
    waiting = await _rematch(transaction, sorted({row["need_id"] for row in withdrawn}))
    await _enqueue(transaction, match, MailKind.INTRODUCTION, Side.SEEKER)
    await _enqueue(transaction, match, MailKind.INTRODUCTION, Side.GIVER)
    return Answered(Outcome.ENGAGED, match, engagement_id, waiting)


async def _ask(transaction: Transaction, match: Match, side: Side) -> None:
    await _enqueue(transaction, match, MailKind.MATCH_CARD, side)


async def _enqueue(transaction: Transaction, match: Match, kind: MailKind, side: Side) -> None:
    recipient_id = match.seeker_id if side is Side.SEEKER else match.giver_id
    row = mail_row(
        tenant_id=match.tenant_id,
        kind=kind,
        recipient_id=recipient_id,
        match_ids=[match.id],
        cause=f"match {match.state}",
        side=side,
    )
    await transaction.run("enqueue_mails", rows=[row])


async def _rematch(transaction: Transaction, need_ids: list[str]) -> tuple[str, ...]:
    rows = await transaction.run("request_matching", need_ids=need_ids)
    return tuple(row["need_id"] for row in rows)


async def _record(transaction: Transaction, reply: Reply, match: Match, decision: Decision) -> None:
    details: dict[str, Any] = {"side": reply.side, "outcome": decision.outcome}
    if reply.reason is not None:
        details["reason"] = reply.reason
    event = event_row(
        reply.actor, f"match.{reply.answer.lower()}", match.id, cause="answer", **details
    )
    await transaction.run("record_events", rows=[event])
