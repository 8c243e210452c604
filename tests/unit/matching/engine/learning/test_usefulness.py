import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine.learning.usefulness import OUTCOMES_NEEDED, usefulness


def test_few_outcomes_say_nothing() -> None:
    assert usefulness(OUTCOMES_NEEDED - 1, 0) == 1.0


def test_many_outcomes_say_their_rate() -> None:
    assert usefulness(OUTCOMES_NEEDED, 0) == 0.5
    assert usefulness(100_000, 60_000) == pytest.approx(0.6, abs=0.001)


@given(st.integers(0, 5_000), st.data())
def test_it_lies_between_the_rate_and_one(known: int, data: st.DataObject) -> None:
    useful = data.draw(st.integers(0, known))
    assert (useful / known if known else 0.0) <= usefulness(known, useful) <= 1.0


@pytest.mark.parametrize(("known", "useful"), [(3, 4), (3, -1)])
def test_counts_that_cannot_be_are_refused(known: int, useful: int) -> None:
    with pytest.raises(ValueError, match=f"{useful} useful outcomes of {known}"):
        usefulness(known, useful)
