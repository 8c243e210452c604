import numpy as np
import pytest
from sklearn.metrics import log_loss

from matching.engine.config import FEATURES, SideWeights
from matching.engine.learning.evaluation import calibration_error, evaluate, gain_of
from matching.engine.learning.labels import answers_of
from matching.engine.probability import acceptance
from tests.strategies.answers import PRIOR, simulated

N = len(FEATURES)
ANSWERS = answers_of(simulated(PRIOR, n_parties=400, seed=1), N)
WEIGHTS = ANSWERS.capped(1.0)


def test_the_log_loss_is_that_of_the_library() -> None:
    p = acceptance(ANSWERS.features, PRIOR)
    expected = log_loss(ANSWERS.accepted, p, sample_weight=WEIGHTS)
    assert evaluate(PRIOR, ANSWERS, WEIGHTS).log_loss == pytest.approx(expected)


def test_probabilities_that_come_true_are_calibrated() -> None:
    random = np.random.default_rng(1)
    p = random.uniform(size=50_000)
    said = (random.uniform(size=len(p)) < p).astype(np.float64)
    even = np.ones(len(p))
    assert calibration_error(p, said, even) < 0.01
    assert calibration_error(np.sqrt(p), said, even) > 0.1


def test_calibration_error_of_a_single_rate() -> None:
    p = np.full(10, 0.3)
    said = np.array([1.0] * 3 + [0.0] * 7)
    assert calibration_error(p[:1], said[:1], np.ones(1)) == pytest.approx(0.7)


def test_each_large_group_has_its_gap() -> None:
    told = evaluate(SideWeights(5.0, (0.0,) * N), ANSWERS, WEIGHTS)
    assert set(told.group_gaps) == {"region:0", "region:1", "region:2"}
    assert min(told.group_gaps.values()) > 0.25
    assert max(evaluate(PRIOR, ANSWERS, WEIGHTS).group_gaps.values()) < 0.1


def test_a_small_group_has_none() -> None:
    few = answers_of(simulated(PRIOR, n_parties=20, seed=1), N)
    assert evaluate(PRIOR, few, few.capped(1.0)).group_gaps == {}


def test_true_weights_gain_on_false_ones_and_nothing_on_themselves() -> None:
    true = evaluate(PRIOR, ANSWERS, WEIGHTS)
    false = evaluate(SideWeights(0.0, (0.0,) * N), ANSWERS, WEIGHTS)
    gain, error = gain_of(false, true, ANSWERS, WEIGHTS)
    assert gain == pytest.approx(false.log_loss - true.log_loss)
    assert gain > 3 * error > 0
    assert gain_of(true, true, ANSWERS, WEIGHTS) == (0.0, 0.0)


def test_nothing_cannot_be_judged() -> None:
    with pytest.raises(ValueError, match="without an answer"):
        evaluate(PRIOR, answers_of([], N), np.empty(0))
