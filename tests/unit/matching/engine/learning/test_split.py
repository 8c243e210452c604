from hypothesis import given
from hypothesis import strategies as st

from matching.engine.learning.split import HELD_OUT, is_held_out


def test_three_parties_in_ten_examine() -> None:
    found = is_held_out([f"party-{number}" for number in range(10_000)])
    assert abs(found.mean() - HELD_OUT) < 0.02


@given(st.lists(st.text(max_size=8), unique=True), st.text(max_size=8))
def test_a_party_stays_on_its_side_whoever_joins(parties: list[str], newcomer: str) -> None:
    alone = [bool(is_held_out([party])[0]) for party in parties]
    assert is_held_out([newcomer, *parties])[1:].tolist() == alone
