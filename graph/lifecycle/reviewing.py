"""The review of suggestions, where a network wants one before anybody is asked."""

from graph.connection import Graph, Transaction
from graph.lifecycle.events import event_row
from graph.lifecycle.states import LEGAL_STEPS
from graph.lifecycle.steps import move, read_snapshot, rematch
from graph.models.entities import Match
from graph.models.vocabulary import MatchState

ASKED_OR_OVER = frozenset(MatchState) - {MatchState.SUGGESTED, MatchState.REVIEWED}


async def review_match(graph: Graph, match_id: str, *, is_approved: bool, actor: str) -> Match:
    """Lets a suggestion out, or withdraws it so that its need goes on.

    Changes nothing about a match that is being asked about or over, nor at a second time.

    Raises:
        NotFoundError: no such match belongs to the tenant.
    """
    state = MatchState.REVIEWED if is_approved else MatchState.WITHDRAWN

    async def work(transaction: Transaction) -> Match:
        match = (await read_snapshot(transaction, match_id)).match
        if match.state in ASKED_OR_OVER or state not in LEGAL_STEPS[match.state]:
            return match
        moved = await move(transaction, match, state)
        event = event_row(actor, f"match.{state.lower()}", match.id, cause="review")
        await transaction.run("record_events", rows=[event])
        if not is_approved:
            await rematch(transaction, [match.need_id])
        return moved

    return await graph.transact(work)
