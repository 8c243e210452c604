"""The last look before a mail that asks is sent: it may have waited past its hour, or its day."""

from datetime import UTC, datetime
from typing import Final

from graph.connection import Graph, Transaction
from graph.lifecycle.asking import Reader, open_diary, read_reader
from graph.lifecycle.timing import next_allowed, next_digest, next_slot
from graph.models.entities import OutboxRow
from graph.models.vocabulary import MailKind

WAITING: Final = frozenset(
    {MailKind.MATCH_CARD, MailKind.REMINDER, MailKind.EXPIRY, MailKind.DIGEST}
)
"""What asks something of its reader, or tells that it is over, and so keeps to the reader's hours."""


async def put_off(graph: Graph, row: OutboxRow) -> bool:
    """Gives a claimed mail back where its reader may not be asked now; whether it did.

    It is due at the next allowed moment then, and this was no attempt. A question that may be sent
    is booked for today, under the locks of its reader: no other one is sent on the same day. Who
    reads weekly is asked by digests alone: one that may be sent takes along what it tells.
    """
    if row.kind not in WAITING:
        return False

    async def work(transaction: Transaction) -> bool:
        asked = await transaction.run("lock_asked_by_mail", id=row.id)
        reader = await read_reader(transaction, row.recipient_id)
        if reader is None:
            return False
        slot = await _slot(
            transaction, row, reader, is_asked=any(each["is_asked"] for each in asked)
        )
        booking = {"claim": row.claimed_by, "due_at": slot, "is_weekly": reader.is_weekly}
        await transaction.run("book_mail", id=row.id, **booking)
        is_later = slot > transaction.now
        if row.kind is MailKind.DIGEST and reader.is_weekly and not is_later:
            await transaction.run("hold_told_mails", id=row.id, claim=row.claimed_by)
        return is_later

    return await graph.transact(work)


async def _slot(
    transaction: Transaction, row: OutboxRow, reader: Reader, *, is_asked: bool
) -> datetime:
    if row.kind is MailKind.DIGEST and reader.is_weekly:
        return await _digest_slot(transaction, row, reader)
    if reader.is_weekly and (is_asked or row.kind is MailKind.EXPIRY):
        return next_digest(transaction.now, reader.hours)
    if row.kind is not MailKind.MATCH_CARD:
        return next_allowed(transaction.now, reader.hours)
    return (await open_diary(transaction, [reader], but=row.id)).book_next(reader)


async def _digest_slot(transaction: Transaction, row: OutboxRow, reader: Reader) -> datetime:
    """Now, or on the next day, where some network has asked the person today.

    What a digest tells counts towards the week since it was written.
    """
    await open_diary(transaction, [reader])
    today = reader.hours.start_of(reader.hours.day_of(transaction.now)).astimezone(UTC)
    (found,) = await transaction.run("is_person_asked", key=reader.person, since=today, but=row.id)
    asked_at = [transaction.now] if found["is_asked"] else []
    return next_slot(transaction.now, reader.hours, asked_at)
