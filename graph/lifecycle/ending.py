"""Proposals that end without an answer, and what silence leads to."""

from datetime import datetime, timedelta

from graph.connection import Graph, Record, Transaction
from graph.lifecycle.asking import read_reader
from graph.lifecycle.events import event_row
from graph.lifecycle.mails import mail_row
from graph.lifecycle.pausing import pause
from graph.lifecycle.states import asked_party, party_of
from graph.lifecycle.steps import move, read_snapshot, rematch
from graph.lifecycle.timing import next_digest
from graph.models.entities import Match
from graph.models.vocabulary import MailKind, MatchState, Side

PAUSE = timedelta(days=30)
MOST_UNANSWERED = 4
"""Mails in a row that nobody answered: then their reader has a pause, and is told."""


async def expire_match(
    graph: Graph, match_id: str, *, asked_before: datetime | None = None
) -> bool:
    """Ends a proposal that nobody answered; False where it was answered meanwhile.

    A yes of the first side asks the second one anew: `asked_before` leaves such a match alone.
    Who was silent is told; after four such mails in a row, they are paused instead.

    Raises:
        NotFoundError: no such match belongs to the tenant.
    """

    async def work(transaction: Transaction) -> bool:
        match = (await read_snapshot(transaction, match_id)).match
        asked_at = match.proposed_at or transaction.now
        if match.state is not MatchState.PROPOSED or (asked_before and asked_at >= asked_before):
            return False
        await _end(transaction, match, MatchState.EXPIRED, cause="no answer in time")
        if match.asked_side is not None:
            await _note_silence(transaction, match, match.asked_side)
        return True

    return await graph.transact(work)


async def withdraw_unasked(graph: Graph, match_id: str, reader_id: str, *, cause: str) -> bool:
    """Ends a proposal that this party cannot be asked about, so that its need goes on.

    False where it was answered or ended meanwhile.

    Raises:
        NotFoundError: no such match belongs to the tenant.
    """

    async def work(transaction: Transaction) -> bool:
        match = (await read_snapshot(transaction, match_id)).match
        if match.state is not MatchState.PROPOSED or asked_party(match) != reader_id:
            return False
        await _end(transaction, match, MatchState.WITHDRAWN, cause=cause)
        return True

    return await graph.transact(work)


async def _end(transaction: Transaction, match: Match, state: MatchState, *, cause: str) -> None:
    await move(transaction, match, state)
    await rematch(transaction, [match.need_id])
    event = event_row("system", f"match.{state.lower()}", match.id, cause=cause)
    await transaction.run("record_events", rows=[event])


async def _note_silence(transaction: Transaction, match: Match, side: Side) -> None:
    party_id = party_of(match, side)
    counted = await transaction.run("note_silence", id=party_id, side=side.value, match_id=match.id)
    if not counted:
        # Nobody was written to: an answer was expected by telephone.
        return
    if counted[0]["unanswered"] >= MOST_UNANSWERED:
        await transaction.run("end_silence", id=party_id, match_id=match.id)
        await pause(
            transaction,
            match.tenant_id,
            party_id,
            until=transaction.now + PAUSE,
            actor="system",
            cause=f"{MOST_UNANSWERED} proposals unanswered",
        )
        return
    await _tell(transaction, match, side, about=counted[0])


async def _tell(transaction: Transaction, match: Match, side: Side, *, about: Record) -> None:
    """At once; to who reads weekly, by the next digest."""
    party_id = party_of(match, side)
    reader = await read_reader(transaction, party_id)
    hours = reader.hours if reader and reader.is_weekly else None
    row = mail_row(
        tenant_id=match.tenant_id,
        kind=MailKind.EXPIRY,
        recipient_id=party_id,
        match_ids=about["match_ids"],
        cause="no answer in time",
        side=side,
        due_at=next_digest(transaction.now, hours) if hours else None,
        subject=about["mail_id"],
    )
    await transaction.run("enqueue_mails", rows=[row])
