"""Where a match stands for one side, pure: what a page must say when it is opened."""

from typing import Final

from api.pages.card import Card
from graph.lifecycle.states import Outcome, answer_of
from graph.models.entities import Match, Party
from graph.models.vocabulary import Answer, MatchState, Side, StoppedBy

STOPPED: Final = "STOPPED"
TAKEN_OUT: Final = "TAKEN_OUT"
_REFUSED: Final = {Answer.PAUSE.value: Outcome.PAUSED, Answer.DECLINE.value: Outcome.DECLINED}
_ENDED: Final = {
    MatchState.ACCEPTED: Outcome.ENGAGED,
    MatchState.EXPIRED: Outcome.EXPIRED,
    MatchState.WITHDRAWN: Outcome.NO_LONGER_AVAILABLE,
    MatchState.DECLINED: Outcome.NO_LONGER_AVAILABLE,
}


def standing(match: Match, side: Side) -> Outcome | None:
    """What the reader is told; None where the reader is asked and may answer.

    A refusal stays what it was; a yes is told again until the match moves on.
    """
    own = answer_of(match, side)
    told = _REFUSED.get(own or "") or _ENDED.get(match.state)
    if told is not None:
        return told
    if own == Answer.ACCEPT:
        return Outcome.WAITING_FOR_OTHER
    is_asked = match.state is MatchState.PROPOSED and match.asked_side is side
    return None if is_asked else Outcome.NOT_ASKED


def told_to(card: Card) -> str | None:
    """As `standing`; who has stopped is told that instead of being asked, or told of an end."""
    told = standing(card.match, card.side)
    is_answered = answer_of(card.match, card.side) is not None
    return told if is_answered else told_to_stopped(card.reader) or told


def told_to_stopped(party: Party) -> str | None:
    """What a party is told that is out: whether it has stopped, or staff took it out."""
    if not party.is_opted_out:
        return None
    return TAKEN_OUT if party.stopped_by is StoppedBy.STAFF else STOPPED
