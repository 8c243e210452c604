from datetime import UTC, datetime
from itertools import product

import pytest

from api.pages.standing import standing
from graph.lifecycle.states import Outcome, Snapshot, decide
from graph.models.entities import Match
from graph.models.vocabulary import Answer, MatchKind, MatchState, NeedStatus, Side

NOW = datetime(2026, 9, 1, tzinfo=UTC)
REFUSALS = {
    Outcome.ALREADY_ANSWERED,
    Outcome.EXPIRED,
    Outcome.NO_LONGER_AVAILABLE,
    Outcome.NOT_ASKED,
}
ANSWERS = [None, *Answer]


def match_in(
    state: MatchState,
    *,
    asked: Side | None = None,
    seeker: str | None = None,
    giver: str | None = None,
) -> Match:
    return Match(
        id="m",
        tenant_id="t",
        need_id="n",
        offer_id="o",
        seeker_id="s",
        giver_id="g",
        kind=MatchKind.MENTORING,
        state=state,
        rank=1,
        probability=0.5,
        asked_side=asked,
        seeker_answer=seeker,
        giver_answer=giver,
        created_at=NOW,
        updated_at=NOW,
    )


@pytest.mark.parametrize(
    ("match", "side", "told"),
    [
        (match_in(MatchState.PROPOSED, asked=Side.SEEKER), Side.SEEKER, None),
        (match_in(MatchState.PROPOSED, asked=Side.SEEKER), Side.GIVER, Outcome.NOT_ASKED),
        (match_in(MatchState.SUGGESTED), Side.SEEKER, Outcome.NOT_ASKED),
        (
            match_in(MatchState.PROPOSED, asked=Side.GIVER, seeker="ACCEPT"),
            Side.SEEKER,
            Outcome.WAITING_FOR_OTHER,
        ),
        (match_in(MatchState.PROPOSED, asked=Side.GIVER, seeker="ACCEPT"), Side.GIVER, None),
        (
            match_in(MatchState.ACCEPTED, seeker="ACCEPT", giver="ACCEPT"),
            Side.SEEKER,
            Outcome.ENGAGED,
        ),
        (match_in(MatchState.DECLINED, seeker="DECLINE"), Side.SEEKER, Outcome.DECLINED),
        (match_in(MatchState.DECLINED, seeker="PAUSE"), Side.SEEKER, Outcome.PAUSED),
        (
            match_in(MatchState.DECLINED, seeker="ACCEPT", giver="DECLINE"),
            Side.SEEKER,
            Outcome.NO_LONGER_AVAILABLE,
        ),
        (match_in(MatchState.EXPIRED), Side.SEEKER, Outcome.EXPIRED),
        (
            match_in(MatchState.WITHDRAWN, seeker="ACCEPT"),
            Side.SEEKER,
            Outcome.NO_LONGER_AVAILABLE,
        ),
    ],
)
def test_each_state_is_told_to_each_side(match: Match, side: Side, told: Outcome | None) -> None:
    assert standing(match, side) is told


@pytest.mark.parametrize(("state", "side"), list(product(MatchState, Side)))
def test_the_form_shows_exactly_where_an_answer_would_be_taken(
    state: MatchState, side: Side
) -> None:
    for asked, seeker, giver in product([None, *Side], ANSWERS, ANSWERS):
        match = match_in(state, asked=asked, seeker=seeker, giver=giver)
        taken = decide(Snapshot(match, 1, NeedStatus.OPEN), side, Answer.DECLINE)
        assert (standing(match, side) is None) == (taken.outcome not in REFUSALS)
