from typing import Any

import pytest

from graph.models.vocabulary import Answer, MatchKind, Side
from graph.repositories.labels import AskedMatch
from matching.engine.config import FEATURES, SideWeights
from matching.engine.learning import Label
from matching.engine.results import Feature
from matching.learning.labels import digest_of, labels_of

SIDE = SideWeights(-1.0, (1.0,) * len(FEATURES))


def asked(**changes: Any) -> AskedMatch:
    given: dict[str, Any] = {
        "id": "match",
        "kind": MatchKind.MENTORING,
        "seeker_id": "seeker",
        "giver_id": "giver",
        "features": dict.fromkeys(FEATURES, 0.25) | {Feature.PLACE: 1.0},
        "giver_features": dict.fromkeys(FEATURES, 0.5),
        "seeker_answer": Answer.ACCEPT.value,
        "giver_answer": Answer.DECLINE.value,
        "position": 2,
        "cards": 3,
        "propensity": 1 / 6,
        "seeker_region": "84",
        "seeker_size": "10-49",
        "giver_region": None,
        "giver_size": None,
    }
    return AskedMatch.model_validate(given | changes)


def test_each_side_has_its_own_label() -> None:
    (seen,) = labels_of([asked()], "MENTORING", Side.SEEKER)
    assert seen == Label(
        party_id="seeker",
        features=(0.25, 0.25, 0.25, 1.0, 0.25, 0.25, 0.25, 0.25),
        accepted=True,
        position=2,
        cards=3,
        propensity=1 / 6,
        groups=("region:84", "size:10-49"),
    )
    (given,) = labels_of([asked()], "MENTORING", Side.GIVER)
    assert given == Label(party_id="giver", features=(0.5,) * 8, accepted=False)


@pytest.mark.parametrize(
    ("answer", "accepted"), [("ACCEPT", True), ("DECLINE", False), ("PAUSE", None), (None, None)]
)
def test_only_yes_and_no_are_answers(answer: str | None, accepted: bool | None) -> None:  # noqa: FBT001  # what is expected
    (label,) = labels_of([asked(seeker_answer=answer)], "MENTORING", Side.SEEKER)
    assert label.accepted is accepted


@pytest.mark.parametrize("answer", ["DECLINE", "PAUSE", None])
def test_a_giver_who_was_not_asked_is_not_silent(answer: str | None) -> None:
    assert labels_of([asked(seeker_answer=answer)], "MENTORING", Side.GIVER) == []


def test_other_kinds_are_left_out() -> None:
    assert labels_of([asked()], "PILOT", Side.SEEKER) == []


def test_matches_without_stored_features_teach_nothing() -> None:
    old = asked(features={}, giver_features={"TEXT": 0.5})
    assert labels_of([old], "MENTORING", Side.SEEKER) == []
    assert labels_of([old], "MENTORING", Side.GIVER) == []


def test_a_card_without_a_drawn_place_stood_alone() -> None:
    old = asked(position=None, cards=None, propensity=None)
    (label,) = labels_of([old], "MENTORING", Side.SEEKER)
    assert (label.position, label.cards, label.propensity) == (1, 1, 1.0)


def test_a_feature_is_held_to_its_range() -> None:
    off = asked(features=dict.fromkeys(FEATURES, 1.0 + 1e-9))
    (label,) = labels_of([off], "MENTORING", Side.SEEKER)
    assert label.features == (1.0,) * 8


def test_a_digest_names_answers_and_prior_whatever_their_order() -> None:
    labels = labels_of([asked(), asked(seeker_id="other")], "MENTORING", Side.SEEKER)
    digest = digest_of(labels, SIDE)
    assert digest_of(labels[::-1], SIDE) == digest
    assert digest_of(labels[:1], SIDE) != digest
    assert digest_of(labels, SideWeights(-2.0, SIDE.weights)) != digest
