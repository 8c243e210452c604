"""The state machines of a match and of an engagement, pure: what an answer means, from a snapshot.

    SUGGESTED → REVIEWED → PROPOSED → ACCEPTED | DECLINED | EXPIRED | WITHDRAWN

PROPOSED has a side that is asked. When it accepts and the other side has not answered, the match
stays PROPOSED and the other side is asked; when both have accepted, a place is taken, and an
engagement begins; its end gives the place back.

    STARTED → ACTIVE → COMPLETED | STOPPED
"""

from dataclasses import dataclass
from enum import StrEnum

from graph.models.entities import Match
from graph.models.vocabulary import Answer, EngagementState, MatchState, NeedStatus, Side

LEGAL_STEPS: dict[MatchState, frozenset[MatchState]] = {
    MatchState.SUGGESTED: frozenset(
        {MatchState.REVIEWED, MatchState.PROPOSED, MatchState.WITHDRAWN}
    ),
    MatchState.REVIEWED: frozenset({MatchState.PROPOSED, MatchState.WITHDRAWN}),
    MatchState.PROPOSED: frozenset(
        {
            MatchState.PROPOSED,
            MatchState.ACCEPTED,
            MatchState.DECLINED,
            MatchState.EXPIRED,
            MatchState.WITHDRAWN,
        }
    ),
    MatchState.ACCEPTED: frozenset(),
    # Second thoughts: see `graph.lifecycle.undoing`.
    MatchState.DECLINED: frozenset({MatchState.PROPOSED}),
    MatchState.EXPIRED: frozenset(),
    MatchState.WITHDRAWN: frozenset(),
}

ENGAGEMENT_STEPS: dict[EngagementState, frozenset[EngagementState]] = {
    EngagementState.STARTED: frozenset(EngagementState) - {EngagementState.STARTED},
    EngagementState.ACTIVE: frozenset({EngagementState.COMPLETED, EngagementState.STOPPED}),
    EngagementState.COMPLETED: frozenset(),
    EngagementState.STOPPED: frozenset(),
}


def before_engagement(state: EngagementState) -> frozenset[EngagementState]:
    """From where an engagement may come to a state."""
    return frozenset(before for before, after in ENGAGEMENT_STEPS.items() if state in after)


class Outcome(StrEnum):
    """What the person who answered is told."""

    ENGAGED = "ENGAGED"
    WAITING_FOR_OTHER = "WAITING_FOR_OTHER"
    DECLINED = "DECLINED"
    PAUSED = "PAUSED"
    NO_LONGER_AVAILABLE = "NO_LONGER_AVAILABLE"
    ALREADY_ANSWERED = "ALREADY_ANSWERED"
    NOT_ASKED = "NOT_ASKED"
    EXPIRED = "EXPIRED"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What an answer is decided on, read under lock. `free` counts the offer's free places."""

    match: Match
    free: int
    need_status: NeedStatus


@dataclass(frozen=True, slots=True)
class Decision:
    """The outcome for the person, and the step to take; `state` None means that nothing changes."""

    outcome: Outcome
    state: MatchState | None = None
    asked_side: Side | None = None


def other(side: Side) -> Side:
    """The side across."""
    return Side.GIVER if side is Side.SEEKER else Side.SEEKER


def party_of(match: Match, side: Side) -> str:
    """The party on this side, by its id."""
    return match.seeker_id if side is Side.SEEKER else match.giver_id


def side_of(match: Match, party_id: str) -> Side:
    """The side that a party of a match is on."""
    return Side.SEEKER if match.seeker_id == party_id else Side.GIVER


def asked_party(match: Match) -> str | None:
    """The party whose answer is awaited, by its id."""
    return None if match.asked_side is None else party_of(match, match.asked_side)


def answer_of(match: Match, side: Side) -> str | None:
    """What this side has answered so far."""
    return match.seeker_answer if side is Side.SEEKER else match.giver_answer


def decide(snapshot: Snapshot, side: Side, answer: Answer) -> Decision:
    """What this answer means now; never an illegal step.

    An answer that cannot be taken any more changes nothing and says why, except that an accept
    which finds no free place withdraws the match, so that the need is matched again.
    """
    match = snapshot.match
    refusal = _refusal(match, side)
    if refusal is not None:
        return Decision(refusal)
    if answer is Answer.DECLINE:
        return Decision(Outcome.DECLINED, MatchState.DECLINED)
    if answer is Answer.PAUSE:
        return Decision(Outcome.PAUSED, MatchState.DECLINED)
    if snapshot.free <= 0 or snapshot.need_status is not NeedStatus.OPEN:
        return Decision(Outcome.NO_LONGER_AVAILABLE, MatchState.WITHDRAWN)
    if answer_of(match, other(side)) == Answer.ACCEPT:
        return Decision(Outcome.ENGAGED, MatchState.ACCEPTED)
    return Decision(Outcome.WAITING_FOR_OTHER, MatchState.PROPOSED, other(side))


def _refusal(match: Match, side: Side) -> Outcome | None:
    if answer_of(match, side) is not None:
        return Outcome.ALREADY_ANSWERED
    if match.state is MatchState.EXPIRED:
        return Outcome.EXPIRED
    if match.state in (MatchState.WITHDRAWN, MatchState.DECLINED, MatchState.ACCEPTED):
        return Outcome.NO_LONGER_AVAILABLE
    if match.state is not MatchState.PROPOSED or match.asked_side is not side:
        return Outcome.NOT_ASKED
    return None
