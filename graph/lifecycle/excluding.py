"""Refusals that hold for more than one match: "not this company", "not this sector"."""

from graph.connection import Record, Transaction
from graph.lifecycle.events import event_row
from graph.lifecycle.states import other, party_of
from graph.lifecycle.steps import Reply, let_go
from graph.models.entities import Match
from graph.models.relations import RelationType, relation_row
from graph.models.vocabulary import DeclineReason

DIVISION = 2
"""Digits of a division of the NAF, which is what people call a sector."""


async def exclude_as_answered(
    transaction: Transaction, reply: Reply, match: Match
) -> tuple[str, ...]:
    """Keeps to a reason that holds for later; returns the needs whose matches ended with it."""
    party_id, other_id = party_of(match, reply.side), party_of(match, other(reply.side))
    ended: list[Record] = []
    match reply.reason:
        case DeclineReason.NOT_THIS_COMPANY:
            row = relation_row(from_id=party_id, to_id=other_id, kind=RelationType.EXCLUDES)
            await transaction.run("link_parties", rows=[row])
            ended = await transaction.run("withdraw_by_exclusion", from_id=party_id, to_id=other_id)
            event = event_row(reply.actor, "party.excluded", party_id, other_id=other_id)
        case DeclineReason.NOT_THIS_SECTOR:
            found = await transaction.run("get_reader", id=other_id)
            sector = (found[0]["reader"]["sector"] or "")[:DIVISION] if found else ""
            if len(sector) < DIVISION:
                return ()
            ended = await transaction.run("exclude_sector", id=party_id, sector=sector)
            event = event_row(reply.actor, "party.sector_excluded", party_id, sector=sector)
        case _:
            return ()
    await transaction.run("record_events", rows=[event])
    cause = str(reply.reason)
    return await let_go(transaction, reply.actor, ended, cause=cause, but=match.need_id)
