"""The beginning of what both sides accepted."""

from graph.connection import Transaction
from graph.ids import new_id
from graph.lifecycle.events import event_row


async def start_engagement(transaction: Transaction, match_id: str, actor: str) -> str:
    """Writes the engagement of an accepted match, and notes it; its id.

    The entry tells of which kind it is and whose member had the need: figures of impact are made
    of entries alone.
    """
    rows = await transaction.run("start_engagement", id=new_id(), match_id=match_id)
    engagement = rows[0]["engagement"]
    event = event_row(
        actor,
        "engagement.started",
        engagement["id"],
        cause=f"match {match_id}",
        kind=engagement["kind"],
        incubator_id=engagement.get("incubator_id"),
    )
    await transaction.run("record_events", rows=[event])
    return str(engagement["id"])
