"""The state machine: whatever comes, no illegal step, and no place given that is not there."""

from datetime import UTC, datetime
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.lifecycle.states import (
    LEGAL_STEPS,
    Decision,
    Outcome,
    Snapshot,
    answer_of,
    decide,
    other,
)
from graph.models.entities import Match
from graph.models.vocabulary import Answer, MatchState, NeedStatus, Side

NOW = datetime(2027, 1, 5, tzinfo=UTC)
ANSWERS = st.sampled_from([None, *(answer.value for answer in Answer)])
UNCHANGING = {
    Outcome.ALREADY_ANSWERED,
    Outcome.NOT_ASKED,
    Outcome.EXPIRED,
    Outcome.NO_LONGER_AVAILABLE,
}


def a_match(
    state: MatchState = MatchState.PROPOSED,
    asked_side: Side | None = Side.SEEKER,
    seeker: str | None = None,
    giver: str | None = None,
) -> Match:
    return Match.model_validate(
        {
            "id": "m",
            "tenant_id": "t",
            "need_id": "n",
            "offer_id": "o",
            "seeker_id": "a",
            "giver_id": "b",
            "kind": "MENTORING",
            "state": state,
            "rank": 1,
            "probability": 0.5,
            "asked_side": asked_side,
            "seeker_answer": seeker,
            "giver_answer": giver,
            "created_at": NOW,
            "updated_at": NOW,
        }
    )


matches = st.builds(
    a_match,
    state=st.sampled_from(MatchState),
    asked_side=st.sampled_from([None, *Side]),
    seeker=ANSWERS,
    giver=ANSWERS,
)
snapshots = st.builds(Snapshot, matches, st.integers(-1, 3), st.sampled_from(NeedStatus))
sides = st.sampled_from(Side)
answers = st.sampled_from(Answer)


@given(snapshots, sides, answers)
def test_no_answer_takes_an_illegal_step(snapshot: Snapshot, side: Side, answer: Answer) -> None:
    decision = decide(snapshot, side, answer)
    taken = {decision.state} - {None}
    assert taken <= LEGAL_STEPS[snapshot.match.state]


@given(snapshots, sides, answers)
def test_only_the_asked_side_moves_anything_and_only_once(
    snapshot: Snapshot, side: Side, answer: Answer
) -> None:
    decision = decide(snapshot, side, answer)
    match = snapshot.match
    may_answer = (
        match.state is MatchState.PROPOSED
        and match.asked_side is side
        and answer_of(match, side) is None
    )
    assert (decision.state is not None) is may_answer
    assert may_answer or decision.outcome in UNCHANGING


@given(snapshots, sides, answers)
def test_an_engagement_takes_two_yes_a_place_and_an_open_need(
    snapshot: Snapshot, side: Side, answer: Answer
) -> None:
    is_engaged = decide(snapshot, side, answer).state is MatchState.ACCEPTED
    assert not is_engaged or (
        answer is Answer.ACCEPT
        and answer_of(snapshot.match, other(side)) == Answer.ACCEPT
        and snapshot.free > 0
        and snapshot.need_status is NeedStatus.OPEN
    )


@given(snapshots, sides, answers)
def test_a_side_is_asked_exactly_while_a_match_is_proposed(
    snapshot: Snapshot, side: Side, answer: Answer
) -> None:
    decision = decide(snapshot, side, answer)
    assert (decision.asked_side is not None) is (decision.state is MatchState.PROPOSED)
    assert decision.asked_side in {None, other(side)}


@pytest.mark.parametrize(
    "state", [s for s, steps in LEGAL_STEPS.items() if steps <= {MatchState.PROPOSED}]
)
def test_what_is_over_stays_over(state: MatchState) -> None:
    for side, answer in product(Side, Answer):
        decision = decide(Snapshot(a_match(state, side), 1, NeedStatus.OPEN), side, answer)
        assert decision.state is None


@pytest.mark.parametrize(
    ("match", "side", "answer", "expected"),
    [
        (
            a_match(),
            Side.SEEKER,
            Answer.ACCEPT,
            Decision(Outcome.WAITING_FOR_OTHER, MatchState.PROPOSED, Side.GIVER),
        ),
        (
            a_match(asked_side=Side.GIVER, seeker="ACCEPT"),
            Side.GIVER,
            Answer.ACCEPT,
            Decision(Outcome.ENGAGED, MatchState.ACCEPTED),
        ),
        (
            a_match(asked_side=Side.GIVER),
            Side.GIVER,
            Answer.ACCEPT,
            Decision(Outcome.WAITING_FOR_OTHER, MatchState.PROPOSED, Side.SEEKER),
        ),
        (
            a_match(),
            Side.SEEKER,
            Answer.DECLINE,
            Decision(Outcome.DECLINED, MatchState.DECLINED),
        ),
        (a_match(), Side.SEEKER, Answer.PAUSE, Decision(Outcome.PAUSED, MatchState.DECLINED)),
        (a_match(), Side.GIVER, Answer.ACCEPT, Decision(Outcome.NOT_ASKED)),
        (a_match(MatchState.EXPIRED), Side.SEEKER, Answer.ACCEPT, Decision(Outcome.EXPIRED)),
    ],
)
def test_answers(match: Match, side: Side, answer: Answer, expected: Decision) -> None:
    assert decide(Snapshot(match, 1, NeedStatus.OPEN), side, answer) == expected


@pytest.mark.parametrize(
    ("free", "status"),
    [(0, NeedStatus.OPEN), (1, NeedStatus.ACCEPTED), (1, NeedStatus.CLOSED)],
)
def test_a_yes_that_comes_too_late_withdraws(free: int, status: NeedStatus) -> None:
    decision = decide(Snapshot(a_match(), free, status), Side.SEEKER, Answer.ACCEPT)
    assert decision == Decision(Outcome.NO_LONGER_AVAILABLE, MatchState.WITHDRAWN)
