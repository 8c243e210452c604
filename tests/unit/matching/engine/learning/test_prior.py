import pytest

from matching.engine.config import SideWeights
from matching.engine.learning.prior import prior_of, side_of, vector_of

SIDE = SideWeights(-3.0, (2.5, 0.5, 0.0))


def test_a_prior_is_as_wide_as_half_of_its_weight_and_never_narrow() -> None:
    prior = prior_of(SIDE)
    assert prior.mean == pytest.approx([-3.0, 2.5, 0.5, 0.0])
    assert prior.sd == pytest.approx([1.5, 1.25, 0.3, 0.3])
    assert prior.n_features == 3


def test_the_cap_times_the_reach_is_one_standard_deviation() -> None:
    prior = prior_of(SIDE)
    assert prior.reach == pytest.approx((1.5**2 + 1.25**2 + 2 * 0.3**2) ** 0.5)
    assert prior.party_cap * prior.reach == pytest.approx(1.0)


def test_weights_end_at_zero() -> None:
    prior = prior_of(SIDE)
    lowest = prior.mean + prior.sd * prior.least_z
    assert lowest[0] == float("-inf")
    assert lowest[1:] == pytest.approx([0.0, 0.0, 0.0])


def test_a_side_survives_as_a_vector() -> None:
    assert side_of(vector_of(SIDE)) == SIDE
