"""Who stopped by mistake comes back: for 72 hours, with all that the stop had closed."""

from datetime import datetime

from graph.connection import Graph, Transaction
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
        await rematch(transaction, rows[0]["need_ids"])
        event = event_row(actor, "party.returned", party_id, cause="undo")
        await transaction.run("record_events", rows=[event])
        return True

    return await graph.transact(work)
