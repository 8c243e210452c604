"""One reminder for a question that stands open: five days after it was asked, never a second time."""

from datetime import timedelta

from graph.connection import Graph, Record, Transaction
from graph.lifecycle.asking import read_reader
from graph.lifecycle.events import event_row
from graph.lifecycle.mails import mail_row
from graph.lifecycle.timing import next_allowed
from graph.models.vocabulary import MailKind, Side

REMINDER_AGE = timedelta(days=5)


async def unreminded_mails(graph: Graph, limit: int) -> list[Record]:
    """Mails of all tenants whose readers are to be reminded: `id`, `tenant_id`."""
    before = graph.clock() - REMINDER_AGE
    return await graph.read("list_unreminded_mails", before=before, limit=limit)


async def remind(graph: Graph, mail_id: str) -> bool:
    """Writes the reminder of a mail that asked; False where everything was answered meanwhile."""

    async def work(transaction: Transaction) -> bool:
        before = transaction.now - REMINDER_AGE
        rows = await transaction.run("mark_reminded", mail_id=mail_id, before=before)
        if not rows:
            return False
        (open_now,) = rows
        reader = await read_reader(transaction, open_now["recipient_id"])
        row = mail_row(
            tenant_id=graph.tenant_id or "",
            kind=MailKind.REMINDER,
            recipient_id=open_now["recipient_id"],
            match_ids=open_now["match_ids"],
            cause=f"mail {mail_id}",
            side=Side(open_now["side"]),
            due_at=next_allowed(transaction.now, reader.hours) if reader else None,
            subject=mail_id,
        )
        await transaction.run("enqueue_mails", rows=[row])
        cause = f"no answer for {REMINDER_AGE.days} days"
        events = [
            event_row("system", "match.reminded", match_id, cause=cause)
            for match_id in open_now["match_ids"]
        ]
        await transaction.run("record_events", rows=events)
        return True

    return await graph.transact(work)
