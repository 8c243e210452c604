"""The one transaction that takes an answer, used by every door."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from graph.connection import Graph, Transaction
from graph.lifecycle.asking import open_diary, read_reader
from graph.lifecycle.ending import PAUSE
from graph.lifecycle.engaging import start_engagement
from graph.lifecycle.events import event_row
from graph.lifecycle.excluding import exclude_as_answered
from graph.lifecycle.mails import mail_row
from graph.lifecycle.pausing import pause
from graph.lifecycle.states import Decision, Outcome, decide, party_of
from graph.lifecycle.steps import Reply as Reply  # noqa: PLC0414  # part of this door
from graph.lifecycle.steps import let_go, move, read_snapshot, rematch
from graph.models.entities import Match
from graph.models.vocabulary import MailKind, Side


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
        snapshot = await read_snapshot(transaction, reply.match_id)
        decision = decide(snapshot, reply.side, reply.answer)
        if decision.state is None:
            return Answered(decision.outcome, snapshot.match)
        return await _take(transaction, reply, snapshot.match, decision)

    return await graph.transact(work)


async def _take(
    transaction: Transaction, reply: Reply, match: Match, decision: Decision
) -> Answered:
    assert decision.state is not None  # noqa: S101  # the caller has looked
    asked = None
    if decision.asked_side is not None:
        asked = (decision.asked_side, await _slot(transaction, match, decision.asked_side))
    answered = await move(transaction, match, decision.state, asked=asked, reply=reply)
    result = Answered(decision.outcome, answered)
    await _record(transaction, reply, match, decision)
    await transaction.run("end_silence", id=party_of(match, reply.side), match_id=match.id)
    if decision.outcome is Outcome.ENGAGED:
        return await _engage(transaction, answered, reply.actor)
    if asked is not None:
        await _enqueue(transaction, answered, MailKind.MATCH_CARD, *asked)
        return result
    if decision.outcome is Outcome.PAUSED:
        await pause(
            transaction,
            match.tenant_id,
            party_of(match, reply.side),
            until=reply.pause_until or transaction.now + PAUSE,
            actor=reply.actor,
            cause="answer",
        )
    freed = await exclude_as_answered(transaction, reply, match)
    waiting = await rematch(transaction, [match.need_id])
    return replace(result, needs_to_match=tuple(sorted({*waiting, *freed})))


async def _slot(transaction: Transaction, match: Match, side: Side) -> datetime:
    """When the other side may be asked: it must be, so that it waits for a day with room."""
    reader = await read_reader(transaction, party_of(match, side))
    if reader is None:
        return transaction.now
    return (await open_diary(transaction, [reader])).book_next(reader)


async def _engage(transaction: Transaction, match: Match, actor: str) -> Answered:
    await transaction.run("take_place", id=match.id)
    engagement_id = await start_engagement(transaction, match.id, actor)
    withdrawn = await transaction.run("withdraw_unfit", id=match.id)
    waiting = await let_go(transaction, actor, withdrawn, cause=f"match {match.id} accepted")
    for side in Side:
        await _enqueue(transaction, match, MailKind.INTRODUCTION, side, transaction.now)
    return Answered(Outcome.ENGAGED, match, engagement_id, waiting)


async def _enqueue(
    transaction: Transaction, match: Match, kind: MailKind, side: Side, due_at: datetime
) -> None:
    row = mail_row(
        tenant_id=match.tenant_id,
        kind=kind,
        recipient_id=party_of(match, side),
        match_ids=[match.id],
        cause=f"match {match.state}",
        side=side,
        due_at=due_at,
    )
    await transaction.run("enqueue_mails", rows=[row])


async def _record(transaction: Transaction, reply: Reply, match: Match, decision: Decision) -> None:
    details: dict[str, Any] = {"side": reply.side, "outcome": decision.outcome}
    if reply.reason is not None:
        details["reason"] = reply.reason
    if reply.is_on_behalf:
        details["on_behalf_of"] = party_of(match, reply.side)
    event = event_row(
        reply.actor, f"match.{reply.answer.lower()}", match.id, cause="answer", **details
    )
    await transaction.run("record_events", rows=[event])
