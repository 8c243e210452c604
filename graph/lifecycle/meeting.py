"""The meeting of both sides of an engagement: one proposes three times, the other chooses one."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from zoneinfo import ZoneInfo

from graph.connection import Graph, Record, Transaction
from graph.errors import NotFoundError, OutdatedError
from graph.lifecycle.asking import read_reader
from graph.lifecycle.events import event_row
from graph.lifecycle.following import GOING_ON
from graph.lifecycle.mails import mail_row
from graph.lifecycle.states import other
from graph.lifecycle.timing import next_allowed
from graph.models.entities import Engagement
from graph.models.vocabulary import MailKind, Side

SLOTS: Final = 3
LATEST: Final = timedelta(days=365)
BETWEEN_MAILS: Final = timedelta(hours=1)


class SlotFault(StrEnum):
    """Why a time cannot be proposed, or chosen any more."""

    PAST = "slot_past"
    TOO_FAR = "slot_too_far"
    IN_GAP = "slot_in_gap"
    TWICE = "slot_twice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Who acts on a meeting, and `Engagement.meeting_version` as they saw it."""

    engagement_id: str
    side: Side
    seen: int
    actor: str


def slot_at(local: datetime, zone: ZoneInfo, now: datetime) -> datetime | SlotFault:
    """The moment of a local time; of an hour that the clocks show twice, the first."""
    here = now.astimezone(zone).replace(tzinfo=None)
    if local <= here:
        return SlotFault.PAST
    # Before zones are asked: they end where years do.
    if local > here + LATEST:
        return SlotFault.TOO_FAR
    moment = local.replace(tzinfo=zone).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) != local:
        return SlotFault.IN_GAP
    return moment if moment > now else SlotFault.PAST


def meeting_key(key: str) -> int:
    """Which time a mail tells (`meeting_sequence`), or which proposal (`meeting_version`).

    It is the end of the key of its row.
    """
    return int(key.rpartition(":")[2])


async def propose_slots(graph: Graph, turn: Turn, slots: list[datetime]) -> None:
    """Asks the other side to choose, by mail; a meeting that is agreed stays until they do.

    The same times once more are no new proposal.

    Raises:
        NotFoundError: no such engagement belongs to the tenant.
        OutdatedError: the meeting has changed since, or the engagement has ended.
    """

    async def work(transaction: Transaction) -> None:
        engagement = await _locked(transaction, turn)
        # In UTC: the driver crashes the process on zones of the standard library.
        moments = sorted(slot.astimezone(UTC) for slot in slots)
        if engagement.meeting_by is turn.side and [*engagement.meeting_slots] == moments:
            return
        rows = await transaction.run(
            "propose_meeting", id=engagement.id, side=turn.side, slots=moments
        )
        await _ask(transaction, Engagement.model_validate(rows[0]["engagement"]), other(turn.side))
        await _note(transaction, turn, "engagement.meeting_proposed", slots=len(slots))

    await graph.transact(work)


async def choose_slot(graph: Graph, turn: Turn, slot: datetime) -> None:
    """Agrees on one of the times that the other side proposed, and tells both by mail.

    Raises:
        NotFoundError: no such engagement belongs to the tenant.
        OutdatedError: the other side does not propose this time, or the engagement has ended.
    """

    async def work(transaction: Transaction) -> None:
        engagement = await _locked(transaction, turn)
        is_offered = slot in engagement.meeting_slots and slot > transaction.now
        if not is_offered or engagement.meeting_by is turn.side:
            raise OutdatedError("this time is not proposed: look at those that are")
        rows = await transaction.run("agree_on_meeting", id=engagement.id, slot=slot)
        agreed = Engagement.model_validate(rows[0]["engagement"])
        told = [_mail(agreed, MailKind.MEETING, side, agreed.meeting_sequence) for side in Side]
        await transaction.run("enqueue_mails", rows=told)
        await _note(
            transaction, turn, "engagement.meeting_agreed", sequence=agreed.meeting_sequence
        )

    await graph.transact(work)


async def _locked(transaction: Transaction, turn: Turn) -> Engagement:
    rows = await transaction.run("lock_meeting", id=turn.engagement_id)
    if not rows:
        raise NotFoundError(f"no engagement has the id {turn.engagement_id}: check the id")
    engagement = Engagement.model_validate(rows[0]["engagement"])
    if engagement.meeting_version != turn.seen or engagement.state not in GOING_ON:
        raise OutdatedError("the meeting has changed meanwhile: look at what is now")
    return engagement


async def _ask(transaction: Transaction, proposed: Engagement, side: Side) -> None:
    """At an hour that the reader allows; sooner, where the first of the times would be over then."""
    row = _mail(proposed, MailKind.MEETING_SLOTS, side, proposed.meeting_version)
    reader = await read_reader(transaction, row["recipient_id"])
    soonest = await _soonest(transaction, proposed, side)
    due_at = next_allowed(soonest, reader.hours) if reader else soonest
    row["due_at"] = due_at if due_at < proposed.meeting_slots[0] else soonest
    await transaction.run("enqueue_mails", rows=[row])


async def _soonest(transaction: Transaction, proposed: Engagement, side: Side) -> datetime:
    """Now, or an hour after the last such mail: who proposes again and again sends no flood."""
    (last,) = await transaction.run("lock_slot_mails", match_id=proposed.match_id, side=side)
    left_at = last["left_at"]
    return max(transaction.now, left_at + BETWEEN_MAILS) if left_at else transaction.now


def _mail(engagement: Engagement, kind: MailKind, side: Side, number: int) -> Record:
    readers = {Side.SEEKER: engagement.seeker_id, Side.GIVER: engagement.giver_id}
    return mail_row(
        tenant_id=engagement.tenant_id,
        kind=kind,
        recipient_id=readers[side],
        match_ids=[engagement.match_id],
        cause=f"meeting {number}",
        side=side,
        subject=f"{engagement.id}:{number}",
    )


async def _note(transaction: Transaction, turn: Turn, action: str, **details: Any) -> None:
    event = event_row(
        turn.actor,
        action,
        turn.engagement_id,
        cause="meeting page",
        side=turn.side,
        **details,
    )
    await transaction.run("record_events", rows=[event])
