from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from workers.mail.booking import BOOKING, LONGEST_WAIT, MOST_ATTEMPTS, wait
from workers.mail.delivery import LEASE
from workers.mail.smtp import GOODBYE_S, STEPS


def test_waits_grow_threefold_up_to_half_a_day() -> None:
    minutes = [wait(n, 0.5) / timedelta(minutes=1) for n in range(1, MOST_ATTEMPTS)]

    assert minutes == [5, 15, 45, 135, 405, 720, 720]


@given(st.integers(min_value=1, max_value=100), st.floats(min_value=0, max_value=1))
def test_waits_are_spread_over_a_half_to_one_and_a_half(attempts: int, jitter: float) -> None:
    middle = wait(attempts, 0.5)

    assert middle / 2 <= wait(attempts, jitter) <= middle * 1.5 <= LONGEST_WAIT * 1.5


def test_the_lease_outlasts_the_slowest_relay() -> None:
    slowest = timedelta(seconds=60 * STEPS + GOODBYE_S)

    assert slowest * 1.5 < LEASE
    assert slowest + BOOKING < LEASE
