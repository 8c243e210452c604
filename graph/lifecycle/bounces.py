"""Mails that came back: what is noted of them, and when nothing is sent to an address any more."""

from datetime import timedelta

from graph.connection import Graph, Record, Transaction
from graph.lifecycle.addresses import let_go
from graph.lifecycle.events import event_row
from graph.models.entities import OutboxRow
from graph.models.vocabulary import Bounce, OutboxState

SOFT_BOUNCES = 3
"""So many full mailboxes or silent servers within a month are as good as no address."""
MONTH = timedelta(days=30)
SENT = [OutboxState.SENDING.value, OutboxState.SENT.value, OutboxState.UNCERTAIN.value]
ORDER = [Bounce.SOFT, Bounce.HARD, Bounce.COMPLAINT]


async def note_bounce(graph: Graph, mail_id: str, bounce: Bounce, *, status: str) -> bool:
    """Notes that a mail came back; False where as much was known, or it was never sent.

    A hard bounce marks the address, and so does the third soft one of a month. A complaint ends
    all mails to the party. What the mail asked about is not waited for then.
    """

    async def work(transaction: Transaction) -> tuple[OutboxRow, bool] | None:
        weaker = [each.value for each in ORDER[: ORDER.index(bounce)]]
        rows = await transaction.run(
            "note_bounce", id=mail_id, bounce=bounce.value, weaker=weaker, states=SENT
        )
        if not rows:
            return None
        row = OutboxRow.model_validate(rows[0]["row"])
        # First, and so first in the audit trail.
        noted = event_row("system", "mail.bounced", mail_id, bounce=bounce, status=status)
        ends = await _end_mails(transaction, row, bounce)
        await transaction.run("record_events", rows=[noted, *ends])
        return row, bool(ends)

    found = await graph.transact(work)
    if found and found[1]:
        await let_go(graph, found[0])
    return found is not None


async def _end_mails(transaction: Transaction, row: OutboxRow, bounce: Bounce) -> list[Record]:
    """The events of what ended; none where mails go on."""
    party_id, cause = row.recipient_id, f"mail:{row.id}"
    if bounce is Bounce.COMPLAINT:
        ended = await transaction.run("opt_out_party", id=party_id)
        return [event_row("system", "party.opted_out", party_id, cause=cause) for _ in ended]
    if bounce is Bounce.SOFT and await _count(transaction, party_id) < SOFT_BOUNCES:
        return []
    ended = await transaction.run("refuse_address", id=party_id)
    return [event_row("system", "party.address_refused", party_id, cause=cause) for _ in ended]


async def _count(transaction: Transaction, party_id: str) -> int:
    since = transaction.now - MONTH
    rows = await transaction.run("note_soft_bounce", id=party_id, since=since)
    return int(rows[0]["count"]) if rows else 0
