from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine.config import FEATURES
from matching.engine.learning.labels import WEIGHT_LIMIT, Label, answers_of, place_weight
from tests.strategies.answers import labels

LABEL = Label(party_id="a", features=(0.5,) * len(FEATURES), accepted=True)
MOST = 0.4


def test_silence_is_counted_and_says_nothing() -> None:
    silent = replace(LABEL, party_id="b", accepted=None)
    answers = answers_of([LABEL, silent, silent], len(FEATURES))
    assert (len(answers), answers.n_silent, answers.party_ids) == (1, 2, ("a",))


def test_an_answer_counts_as_if_its_card_had_stood_anywhere() -> None:
    usual = replace(LABEL, position=1, cards=3, propensity=2 / 3)
    unusual = replace(LABEL, position=3, cards=3, propensity=1 / 6)
    assert place_weight(usual) == pytest.approx(0.5)
    assert place_weight(unusual) == pytest.approx(2.0)
    assert place_weight(LABEL) == 1.0


@given(labels())
def test_no_place_makes_an_answer_count_without_limit(label: Label) -> None:
    assert 1 / WEIGHT_LIMIT <= place_weight(label) <= WEIGHT_LIMIT


@given(st.lists(labels(), max_size=30))
def test_no_party_says_more_than_its_share(drawn: list[Label]) -> None:
    answers = answers_of(drawn, len(FEATURES))
    sums = np.bincount(answers.owners, weights=answers.capped(MOST), minlength=1)
    assert sums.max() <= MOST * (1 + 1e-12)


def test_two_full_answers_give_a_party_its_whole_say() -> None:
    for n, share in ((1, 0.5), (2, 1.0), (50, 1.0)):
        answers = answers_of([LABEL] * n, len(FEATURES))
        assert answers.capped(MOST).sum() == pytest.approx(share * MOST)


@given(st.lists(labels(), max_size=20), st.randoms(use_true_random=False))
def test_the_order_of_labels_does_not_matter(drawn: list[Label], random: object) -> None:
    shuffled = list(drawn)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis types it as object
    one, other = (answers_of(given, len(FEATURES)) for given in (drawn, shuffled))
    assert one.party_ids == other.party_ids
    for name in ("owners", "features", "accepted"):
        assert np.array_equal(getattr(one, name), getattr(other, name))


@given(st.lists(labels(), max_size=30), st.sets(st.sampled_from("abcdefgh")))
def test_taking_parties_takes_all_their_answers(drawn: list[Label], wanted: set[str]) -> None:
    answers = answers_of(drawn, len(FEATURES))
    taken = answers.take(np.array([p in wanted for p in answers.party_ids], dtype=np.bool_))
    assert set(taken.party_ids) == wanted & set(answers.party_ids)
    expected = [label for label in drawn if label.party_id in wanted and label.accepted is not None]
    assert len(taken) == len(expected)
    assert taken.accepted.sum() == sum(bool(label.accepted) for label in expected)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"features": (0.5,)}, "party a has 1 features, 8 are expected"),
        ({"features": (float("nan"),) * 8}, r"party a has a feature outside \[0, 1\]"),
        ({"features": (1.5,) * 8}, r"party a has a feature outside \[0, 1\]"),
        ({"position": 2}, "position 2 of 1"),
        ({"propensity": 0.0}, "a place that no draw gives"),
    ],
)
def test_a_malformed_label_is_refused(changes: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        answers_of([replace(LABEL, **changes)], len(FEATURES))  # type: ignore[arg-type]  # wrong on purpose
