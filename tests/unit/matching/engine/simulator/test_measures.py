import numpy as np
import pytest

from matching.engine.simulator.measures import parity, waiting_rounds


def test_who_is_never_engaged_waits_one_round_more_than_there_are() -> None:
    assert waiting_rounds(np.array([0, 1, -1, -1]), 4) == pytest.approx((1 + 2 + 5 + 5) / 4)


def test_parity_compares_the_worst_group_with_the_best() -> None:
    outcome = np.array([1.0, 0.0, 1.0, 1.0])
    assert parity(np.array([0, 0, 2, 2]), outcome) == pytest.approx(0.5)


def test_a_network_where_nothing_happens_is_even() -> None:
    assert parity(np.array([0, 1]), np.zeros(2)) == 1.0
