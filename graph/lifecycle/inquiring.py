"""Asks both sides of an engagement how it goes: after 30 and after 90 days, once each."""

from datetime import datetime, timedelta

from graph.connection import Graph, Record, Transaction
from graph.errors import NotFoundError
from graph.lifecycle.asking import Reader
from graph.lifecycle.events import event_row, write_noted
from graph.lifecycle.following import Day
from graph.lifecycle.mails import mail_row
from graph.lifecycle.timing import next_allowed
from graph.models.vocabulary import MailKind, Side

LATEST = timedelta(days=14)
"""For how long it may be asked late; after that, "a month ago" would be wrong."""


async def engagements_to_follow(graph: Graph, day: Day, limit: int) -> list[Record]:
    """Running engagements of all tenants that are so many days old: `id`, `tenant_id`."""
    until = graph.clock() - timedelta(days=day)
    return await graph.read(
        "list_engagements_to_follow", day=day, since=until - LATEST, until=until, limit=limit
    )


async def ask_how_it_goes(graph: Graph, engagement_id: str, day: Day) -> bool:
    """Writes a mail to each side that may be asked; False where it ended or was asked meanwhile."""

    async def work(transaction: Transaction) -> bool:
        marked = await transaction.run("mark_follow_up_asked", id=engagement_id, day=day)
        if not marked:
            return False
        readers = await transaction.run("list_follow_up_readers", id=engagement_id, day=str(day))
        rows = [
            mail_row(
                tenant_id=graph.tenant_id or "",
                kind=MailKind.FOLLOW_UP,
                recipient_id=row["reader"]["id"],
                match_ids=[marked[0]["match_id"]],
                cause=f"day {day}",
                side=Side(row["side"]),
                due_at=_due(transaction, row),
                subject=f"{engagement_id}:{day}",
            )
            for row in readers
        ]
        await transaction.run("enqueue_mails", rows=rows)
        event = event_row(
            "system",
            "engagement.asked",
            engagement_id,
            cause=f"day {day}",
            day=day,
            mails=len(rows),
        )
        await transaction.run("record_events", rows=[event])
        return True

    return await graph.transact(work)


def _due(transaction: Transaction, row: Record) -> datetime:
    reader = Reader.of(row["reader"], has_quiet=row["has_quiet_hours"])
    return next_allowed(transaction.now, reader.hours)


async def stop_asking(graph: Graph, party_id: str, *, actor: str) -> None:
    """A party is not asked any more how its engagements go.

    Raises:
        NotFoundError: no such party belongs to the tenant.
    """
    event = event_row(actor, "party.follow_ups_stopped", party_id)
    if not await write_noted(graph, "stop_follow_ups", lambda _: event, id=party_id):
        raise NotFoundError(f"no party has the id {party_id}: check the id")
