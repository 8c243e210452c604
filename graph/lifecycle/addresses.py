"""Addresses that take no mail: marked on their party until it has another one."""

from graph.connection import Graph
from graph.lifecycle.ending import withdraw_unasked
from graph.lifecycle.events import event_row, write_noted
from graph.lifecycle.mails import ASKING
from graph.models.entities import OutboxRow


async def refuse_address(graph: Graph, party_id: str, *, cause: str) -> bool:
    """Marks a party's address as one that takes no mail; whether it was not marked before."""
    rows = await write_noted(
        graph,
        "refuse_address",
        lambda _: event_row("system", "party.address_refused", party_id, cause=cause),
        id=party_id,
    )
    return bool(rows)


async def let_go(graph: Graph, row: OutboxRow) -> None:
    """Ends the proposals that a mail asked about: nobody read it, and their needs go on."""
    if row.kind in ASKING:
        for match_id in row.match_ids:
            await withdraw_unasked(graph, match_id, row.recipient_id, cause="mail: not delivered")
