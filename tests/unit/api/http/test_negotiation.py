import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.http.negotiation import GRAPHQL_JSON, JSON, wanted_type


@pytest.mark.parametrize(
    ("accept", "wanted"),
    [
        ("", JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        (JSON, JSON),
        (GRAPHQL_JSON, GRAPHQL_JSON),
        (GRAPHQL_JSON.upper(), GRAPHQL_JSON),
        (f"{GRAPHQL_JSON}, {JSON}", GRAPHQL_JSON),
        (f"{JSON}, {GRAPHQL_JSON}", GRAPHQL_JSON),
        (f"{GRAPHQL_JSON};q=0.9, {JSON}", JSON),
        (f"{JSON};q=0.9, {GRAPHQL_JSON}", GRAPHQL_JSON),
        (f"{GRAPHQL_JSON}, {JSON};q=0.9, */*;q=0.1", GRAPHQL_JSON),
        (f"{JSON}, */*", JSON),
        (f"{GRAPHQL_JSON};charset=utf-8", GRAPHQL_JSON),
        (f"{GRAPHQL_JSON};q=0, */*", JSON),
        (f"{JSON};q=0, */*", GRAPHQL_JSON),
        (f"{JSON};q=0, application/*;q=0.5", GRAPHQL_JSON),
        ("text/html, application/xhtml+xml, */*;q=0.8", JSON),
        ("text/html", None),
        (f"{JSON};q=0", None),
        ("*/*;q=0", None),
        ("*/json", None),
        (f"{JSON};charset=latin-1", None),
        (f"{JSON};q=2", None),
        (f"nonsense, {JSON}", JSON),
    ],
)
def test_what_is_weighed_highest_is_sent(accept: str, wanted: str | None) -> None:
    assert wanted_type(accept) == wanted


@given(st.text(max_size=200))
def test_any_header_has_an_answer(accept: str) -> None:
    assert wanted_type(accept) in {JSON, GRAPHQL_JSON, None}


WEIGHTS = st.integers(0, 1000).map(lambda thousandths: thousandths / 1000)


@given(WEIGHTS, WEIGHTS)
def test_the_heavier_of_two_wins_in_any_order(ours: float, other: float) -> None:
    parts = [f"{GRAPHQL_JSON};q={ours:.3f}", f"{JSON};q={other:.3f}"]
    expected = None if ours == other == 0 else GRAPHQL_JSON if ours >= other else JSON
    assert {wanted_type(",".join(parts)), wanted_type(",".join(parts[::-1]))} == {expected}
