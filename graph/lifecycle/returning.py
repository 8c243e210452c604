"""Who stopped by mistake comes back: for 72 hours, with all that the stop had closed."""

from datetime import datetime

from graph.connection import Graph, Record, Transaction
from graph.lifecycle.events import event_row
from graph.lifecycle.steps import rematch
from graph.lifecycle.undoing import UNDO_AGE
from graph.models.entities import Party


def return_until(party: Party, now: datetime) -> datetime | None:
    """Until when a party that stopped can come back by itself; None where it cannot."""
    if not party.is_opted_out or party.withdrawn_at is None:
        return None
    until = party.withdrawn_at + UNDO_AGE
    return until if now < until else None


async def return_party(graph: Graph, party_id: str, *, actor: str) -> bool:
    """Takes a stop back; False where there is none, or it is too old.

    What the stop closed is open again, and its needs are matched anew. Matches that ended with it
    stay ended: the other sides were told so.
    """

    async def work(transaction: Transaction) -> bool:
        rows = await transaction.run("return_party", id=party_id, since=transaction.now - UNDO_AGE)
        if not rows:
            return False
        opened = rows[0]["opened"]
        await rematch(transaction, [each["id"] for each in opened if each["is_need"]])
        event = event_row(actor, "party.returned", party_id, cause="undo")
        events = [event, *(_opened(actor, each) for each in opened)]
        await transaction.run("record_events", rows=events)
        return True

    return await graph.transact(work)


def _opened(actor: str, subject: Record) -> Record:
    action = "need.reopened" if subject["is_need"] else "offer.reopened"
    return event_row(actor, action, subject["id"], cause="party.returned")
