"""The review of suggestions, where a network wants one before anybody is asked."""

from dataclasses import dataclass
from enum import StrEnum

from graph.connection import Graph, Transaction
from graph.lifecycle.events import event_row
from graph.lifecycle.states import LEGAL_STEPS
from graph.lifecycle.steps import Rejection, move, read_snapshot, rematch
from graph.models.entities import Match
from graph.models.vocabulary import MatchState

ASKED_OR_OVER = frozenset(MatchState) - {MatchState.SUGGESTED, MatchState.REVIEWED}


class ReviewOutcome(StrEnum):
    """What became of a review."""

    APPROVED = "APPROVED"
    REJECTED = "REJECTED"
    UNCHANGED = "UNCHANGED"


@dataclass(frozen=True, slots=True)
class Review:
    """What staff say about a suggestion; without a rejection, it may be proposed."""

    match_id: str
    actor: str
    rejection: Rejection | None = None


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What became of a review, and the match as it stands then."""

    outcome: ReviewOutcome
    match: Match


async def review_match(graph: Graph, review: Review) -> Reviewed:
    """Lets a suggestion out, or withdraws it so that its need goes on without this pair.

    Changes nothing about a match that is being asked about or over, nor at a second time.

    Raises:
        NotFoundError: no such match belongs to the tenant.
    """
    state = MatchState.WITHDRAWN if review.rejection else MatchState.REVIEWED

    async def work(transaction: Transaction) -> Reviewed:
        match = (await read_snapshot(transaction, review.match_id)).match
        if match.state in ASKED_OR_OVER or state not in LEGAL_STEPS[match.state]:
            return Reviewed(ReviewOutcome.UNCHANGED, match)
        moved = await move(transaction, match, state, rejection=review.rejection)
        if review.rejection is None:
            await _note(transaction, review, "match.reviewed")
            return Reviewed(ReviewOutcome.APPROVED, moved)
        await _note(transaction, review, "match.rejected", reason=review.rejection.reason)
        await rematch(transaction, [match.need_id])
        return Reviewed(ReviewOutcome.REJECTED, moved)

    return await graph.transact(work)


async def _note(transaction: Transaction, review: Review, action: str, **details: str) -> None:
    event = event_row(review.actor, action, review.match_id, cause="review", **details)
    await transaction.run("record_events", rows=[event])
