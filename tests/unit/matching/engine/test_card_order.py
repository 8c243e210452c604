from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine.card_order import SHUFFLED, Place, draw_places, propensity

N_DRAWS = 6_000


@given(st.text(max_size=8), st.lists(st.integers(1, 50), unique=True, max_size=6), st.integers(0))
def test_every_card_gets_a_place_of_its_own(need: str, ranks: list[int], seed: int) -> None:
    places = draw_places(need, ranks, seed=seed)
    assert sorted(place.position for place in places) == list(range(1, len(ranks) + 1))
    assert places == draw_places(need, ranks, seed=seed)


def test_each_place_is_as_probable_as_is_said() -> None:
    drawn = [draw_places(f"need-{n}", (1, 2, 3), seed=7) for n in range(N_DRAWS)]
    for rank in range(3):
        seen = Counter(places[rank].position - 1 for places in drawn)
        for place in range(3):
            expected = propensity(rank, place, 3)
            assert seen[place] / N_DRAWS == pytest.approx(expected, abs=0.02)


def test_the_places_of_a_card_and_the_cards_of_a_place_sum_to_one() -> None:
    for n in (1, 2, 3, 5):
        for one in range(n):
            assert sum(propensity(one, place, n) for place in range(n)) == pytest.approx(1.0)
            assert sum(propensity(rank, one, n) for rank in range(n)) == pytest.approx(1.0)


def test_a_single_card_stands_where_it_must() -> None:
    assert draw_places("need", (4,), seed=1) == (Place(1, 1, 1.0),)


def test_the_best_card_is_first_more_often() -> None:
    assert propensity(0, 0, 3) == pytest.approx(1 - SHUFFLED + SHUFFLED / 3)


def test_a_drawn_propensity_is_told_with_the_place() -> None:
    for n in range(20):
        for rank, place in enumerate(draw_places(f"need-{n}", (1, 2, 3), seed=2)):
            assert place.propensity == propensity(rank, place.position - 1, 3)


def test_two_cards_of_one_rank_are_refused() -> None:
    with pytest.raises(ValueError, match="two of its 2 cards have the same rank"):
        draw_places("need", (1, 1), seed=1)
