from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine.config import FEATURES, SideWeights
from matching.engine.learning.fit import PARTY_BOUND_SD, fit
from matching.engine.learning.labels import Label, answers_of
from matching.engine.learning.objective import TOLERANCE_SD, minimize, objective_of
from matching.engine.learning.prior import prior_of, vector_of
from matching.engine.types import FloatArray
from tests.strategies.answers import PRIOR, labels, poisoned, sides, simulated

TRUE = SideWeights(-2.2, (3.4, 0.9, 1.1, 0.6, 0.9, 0.3, 0.2, 0.7))
N = len(FEATURES)


def fitted(given: list[Label], around: SideWeights = PRIOR) -> FloatArray:
    """(bias, weights) as learned."""
    return vector_of(fit(answers_of(given, N), prior_of(around)).side)


def moves(one: FloatArray, other: FloatArray, around: SideWeights = PRIOR) -> FloatArray:
    """How far apart, in prior standard deviations."""
    return np.asarray(np.abs(one - other) / prior_of(around).sd)


@given(sides())
def test_without_answers_the_prior_stands(side: SideWeights) -> None:
    silent = [Label(party_id="a", features=(0.5,) * N, accepted=None)]
    assert fitted([], side) == pytest.approx(vector_of(side))
    assert fitted(silent, side) == pytest.approx(vector_of(side))


@given(st.lists(labels(), max_size=40), sides())
@settings(deadline=None, max_examples=25)
def test_every_search_ends_at_a_proven_optimum(drawn: list[Label], side: SideWeights) -> None:
    found = fit(answers_of(drawn, N), prior_of(side))
    assert found.distance_sd <= TOLERANCE_SD
    assert min(found.side.weights) >= 0


@given(st.lists(labels(), max_size=30), sides(), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=25)
def test_the_order_of_answers_does_not_matter(
    drawn: list[Label], side: SideWeights, random: object
) -> None:
    shuffled = list(drawn)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis types it as object
    assert moves(fitted(drawn, side), fitted(shuffled, side), side).max() <= 3 * TOLERANCE_SD


@given(st.lists(labels(), max_size=30), sides())
@settings(deadline=None, max_examples=25)
def test_no_party_has_moved_a_weight_beyond_its_bound(
    drawn: list[Label], side: SideWeights
) -> None:
    """What the others say being as it is, each party is left out in turn."""
    answers, prior = answers_of(drawn, N), prior_of(side)
    found = fit(answers, prior)
    assert found.party_move_sd <= PARTY_BOUND_SD
    for left_out in range(answers.n_parties):
        say = found.say.copy()
        say[left_out] = 0.0
        objective = objective_of(answers, answers.weighed(say), prior)
        others = minimize(objective, np.zeros(N + 1))
        without = prior.mean + prior.sd * others.z
        moved = moves(vector_of(found.side), without, side).max()
        assert moved <= found.party_move_sd + 3 * TOLERANCE_SD


def test_the_weights_of_simulated_members_are_recovered() -> None:
    """24,000 cards, a third of them unanswered; against the first 300 members' and the prior."""
    given = simulated(TRUE, n_parties=8_000, seed=1)
    before, some, found = vector_of(PRIOR), fitted(given[:900]), fitted(given)
    errors = [np.abs(weights - vector_of(TRUE)) for weights in (before, some, found)]
    assert errors[2].max() < 0.35
    assert errors[2].sum() < errors[0].sum() / 2
    assert np.linalg.norm(errors[2]) < np.linalg.norm(errors[1]) < np.linalg.norm(errors[0])


def test_silence_teaches_nothing() -> None:
    answered = simulated(TRUE, n_parties=300, seed=2)
    cold = [
        Label(party_id=f"party-{number}", features=(1.0,) * N, accepted=None)
        for number in range(3_000)
    ]
    assert np.array_equal(fitted(answered), fitted(answered + cold))


@pytest.mark.parametrize("n_answers", [1, 30, 3_000])
def test_a_party_that_answers_at_random_is_outvoted(n_answers: int) -> None:
    honest = simulated(TRUE, n_parties=300, seed=3)
    alone = moves(vector_of(PRIOR), fitted(poisoned(n_answers, seed=4)))
    among = moves(fitted(honest), fitted(honest + poisoned(n_answers, seed=4)))
    assert alone.max() <= PARTY_BOUND_SD
    assert among.max() < PARTY_BOUND_SD / 4


def test_a_party_that_says_no_to_all_stays_within_the_bound() -> None:
    no = [Label(party_id="a", features=(1.0,) * N, accepted=False)] * 1_000
    assert 0.1 < moves(vector_of(PRIOR), fitted(no)).max() <= PARTY_BOUND_SD


def test_what_stands_first_is_not_taken_for_what_is_better() -> None:
    """First cards are liked more, and are the better ones more often: the draw tells them apart.

    Against the same members without that liking. What stays is no inflation: two rates mixed
    always look a little flatter than one.
    """
    excess, naive = [], []
    for seed in (1, 2, 3):
        lifted = simulated(PRIOR, n_parties=2_000, seed=seed, lift=1.5)
        plain = simulated(PRIOR, n_parties=2_000, seed=seed)
        excess.append((fitted(lifted) - fitted(plain))[1:].sum())
        naive.append((fitted(_flat(lifted)) - fitted(_flat(plain)))[1:].sum())
    assert float(np.mean(excess)) < 0.1
    assert float(np.mean(naive)) > 0.5


def _flat(given: list[Label]) -> list[Label]:
    """The same with the draw forgotten."""
    return [replace(label, propensity=1 / label.cards) for label in given]
