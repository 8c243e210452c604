"""Pauses: no proposals until a date. Noted, and confirmed by a mail."""

from datetime import datetime

from graph.connection import Graph, Record, Transaction
from graph.errors import NotFoundError
from graph.lifecycle.events import event_row
from graph.lifecycle.mails import mail_row
from graph.models.entities import Party
from graph.models.vocabulary import MailKind


async def pause_party(graph: Graph, party_id: str, until: datetime | None, *, actor: str) -> Party:
    """Pauses a party until a date, or ends its pause.

    Raises:
        NotFoundError: no such party belongs to the tenant.
    """

    async def work(transaction: Transaction) -> list[Record]:
        return await pause(
            transaction, graph.tenant_id or "", party_id, until=until, actor=actor, cause="asked"
        )

    rows = await graph.transact(work)
    if not rows:
        raise NotFoundError(f"no party has the id {party_id}: check the id")
    return Party.model_validate(rows[0]["party"])


async def pause(  # the parts of one entry, each by name
    transaction: Transaction,
    tenant_id: str,
    party_id: str,
    *,
    until: datetime | None,
    actor: str,
    cause: str,
) -> list[Record]:
    """The same in a running transaction; no record where the party is gone."""
    rows = await transaction.run("pause_party", id=party_id, until=until)
    if not rows:
        return []
    action = "party.resumed" if until is None else "party.paused"
    details = {} if until is None else {"until": until.isoformat()}
    event = event_row(actor, action, party_id, cause=cause, **details)
    await transaction.run("record_events", rows=[event])
    if until is not None:
        row = mail_row(
            tenant_id=tenant_id,
            kind=MailKind.PAUSED,
            recipient_id=party_id,
            match_ids=[],
            cause=cause,
            side=None,
            subject=until.isoformat(),
        )
        await transaction.run("enqueue_mails", rows=[row])
    return rows
