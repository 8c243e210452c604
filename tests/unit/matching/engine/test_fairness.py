from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine.config import config_for
from matching.engine.fairness import multipliers, quotas
from matching.engine.metrics import exposure_gini, gini, never_shown
from matching.engine.types import Giver

CONFIG = config_for("MENTORING")
GIVER = Giver(id="offer", party_id="mentor", tenant_id="t", kind="MENTORING")


@given(
    st.lists(st.integers(0, 9), max_size=12),
    st.integers(0, 500),
    st.floats(0, 1),
)
def test_quotas_hold_their_limits(free: list[int], n_cards: int, acceptance: float) -> None:
    places = np.array(free, dtype=np.intp)
    found = quotas(places, n_cards, acceptance, 6.0)
    assert ((found > 0) == (places > 0)).all()
    assert (found * acceptance <= np.maximum(6.0, acceptance) + 1e-9).all()


def test_scarce_places_are_shown_more_often_each() -> None:
    assert quotas(np.array([2, 4, 0]), 24, 0.1, 6.0).tolist() == [8, 16, 0]


def test_plenty_of_places_are_shown_once_each() -> None:
    assert quotas(np.array([2, 4]), 3, 0.1, 6.0).tolist() == [2, 4]


def test_nobody_gets_more_requests_than_one_reads() -> None:
    assert quotas(np.array([4]), 1000, 0.5, 6.0).tolist() == [12]


def test_who_was_shown_less_is_lifted() -> None:
    known = [replace(GIVER, id=f"k{n}", shown=9) for n in range(6)]
    new = [replace(GIVER, id=f"n{n}", shown=1, is_new=True) for n in range(6)]
    found = multipliers([*known, *new], CONFIG)
    assert found[-1] > 1 > found[0]


def test_multipliers_stay_mild() -> None:
    far = [replace(GIVER, id=f"n{n}", region="11", is_new=True, size_class="s") for n in range(30)]
    seen = [replace(GIVER, id=f"k{n}", shown=500) for n in range(30)]
    found = multipliers([*far, *seen], CONFIG)
    assert found.max() == CONFIG.fairness_bounds[1]
    assert found.min() >= CONFIG.fairness_bounds[0]


def test_without_history_everyone_is_equal() -> None:
    assert multipliers([GIVER, replace(GIVER, id="other", region="11")], CONFIG).tolist() == [1, 1]


@pytest.mark.parametrize(
    ("amounts", "expected"), [([3, 3, 3], 0.0), ([0, 0, 0, 8], 0.75), ([], 0.0), ([0, 0], 0.0)]
)
def test_gini(amounts: list[float], expected: float) -> None:
    assert gini(np.array(amounts, dtype=np.float64)) == pytest.approx(expected)


def test_exposure_counts_per_free_place_and_only_where_there_is_one() -> None:
    shown, free = np.array([2, 4, 0, 0]), np.array([1, 2, 0, 1])
    assert exposure_gini(shown[:3], free[:3]) == pytest.approx(0.0)
    assert never_shown(shown, free) == pytest.approx(1 / 3)
