"""What staff write between parties, and what follows from it for open matches."""

from datetime import date

from graph.connection import Graph, Record, Transaction
from graph.errors import NotFoundError
from graph.lifecycle.events import event_row
from graph.lifecycle.mails import mail_row
from graph.lifecycle.steps import let_go
from graph.models.relations import RelationType, relation_row
from graph.models.vocabulary import MailKind, StoppedBy

UNKNOWN = "one of these parties does not exist: check both ids"


async def relate(graph: Graph, from_id: str, to_id: str, kind: str, *, actor: str) -> None:
    """Relates two parties; a kind that is no `RelationType` is kept as the source's own word.

    Raises:
        NotFoundError: one of them does not belong to the tenant.
    """
    row = relation_row(from_id=from_id, to_id=to_id, kind=kind)

    async def work(transaction: Transaction) -> None:
        await _link(transaction, row)
        event = event_row(actor, "party.related", from_id, other_id=to_id, kind=row["type"])
        await transaction.run("record_events", rows=[event])

    await graph.transact(work)


async def unrelate(graph: Graph, from_id: str, to_id: str, kind: str, *, actor: str) -> bool:
    """Takes a relation away; whether there was one."""
    row = relation_row(from_id=from_id, to_id=to_id, kind=kind)

    async def work(transaction: Transaction) -> bool:
        rows = await transaction.run(
            "delete_relation", from_id=from_id, to_id=to_id, type=row["type"], kind=row["kind"]
        )
        deleted = bool(rows[0]["deleted"])
        if deleted:
            event = event_row(actor, "party.unrelated", from_id, other_id=to_id, kind=row["type"])
            await transaction.run("record_events", rows=[event])
        return deleted

    return await graph.transact(work)


async def exclude(  # both ends, why and until when, each by name
    graph: Graph, from_id: str, to_id: str, *, reason: str | None, until: date | None, actor: str
) -> list[str]:
    """Bars two parties from being matched; their open matches end. Returns the needs to match again.

    Raises:
        NotFoundError: one of them does not belong to the tenant.
    """
    row = relation_row(
        from_id=from_id, to_id=to_id, kind=RelationType.EXCLUDES, reason=reason, until=until
    )

    async def work(transaction: Transaction) -> list[str]:
        await _link(transaction, row)
        ended = await transaction.run("withdraw_by_exclusion", from_id=from_id, to_id=to_id)
        event = event_row(actor, "party.excluded", from_id, other_id=to_id, until=str(until or ""))
        await transaction.run("record_events", rows=[event])
        return list(await let_go(transaction, actor, ended, cause="EXCLUDED"))

    return await graph.transact(work)


async def withdraw_party(
    graph: Graph, party_id: str, *, stopped_by: StoppedBy, actor: str
) -> list[str]:
    """Takes a party out of matching for good. Returns the needs of others to match again.

    Its open needs and offers are closed, its open matches end, and it gets one more mail, which
    says so; none where it had stopped, or complained, before.

    Raises:
        NotFoundError: it does not belong to the tenant.
    """

    async def work(transaction: Transaction) -> list[str]:
        rows = await transaction.run("withdraw_party", id=party_id, stopped_by=stopped_by.value)
        if not rows:
            raise NotFoundError(f"no party has the id {party_id}: check the id")
        ended = await transaction.run("withdraw_by_party", id=party_id)
        event = event_row(actor, "party.withdrawn", party_id, by=stopped_by)
        closed = [_closed(actor, each) for each in rows[0]["closed"]]
        await transaction.run("record_events", rows=[event, *closed])
        if not rows[0]["was_out"]:
            mail = _last_mail(graph.tenant_id or "", party_id, stopped_by, subject=event["id"])
            await transaction.run("enqueue_mails", rows=[mail])
        return list(await let_go(transaction, actor, ended, cause="CLOSED"))

    return await graph.transact(work)


def _last_mail(tenant_id: str, party_id: str, stopped_by: StoppedBy, *, subject: str) -> Record:
    return mail_row(
        tenant_id=tenant_id,
        kind=MailKind.STOPPED,
        recipient_id=party_id,
        match_ids=[],
        cause=f"stopped by {stopped_by.lower()}",
        side=None,
        subject=subject,
    )


def _closed(actor: str, subject: Record) -> Record:
    action = "need.closed" if subject["is_need"] else "offer.closed"
    return event_row(actor, action, subject["id"], cause="party.withdrawn")


async def _link(transaction: Transaction, row: Record) -> None:
    rows = await transaction.run("link_parties", rows=[row])
    if not rows or not rows[0]["linked"]:
        raise NotFoundError(UNKNOWN)
