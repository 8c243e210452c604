"""What is kept of a run."""

import zlib
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matching.engine.fingerprint import fingerprint
from matching.engine.pipeline import run
from matching.engine.types import Market
from matching.replay.record import (
    Card,
    card_differences,
    cards_of,
    digest_of,
    pack,
    unpack,
)
from tests.strategies.markets import markets, random_market

CARDS = (Card("need-1", "offer-1", 1, 0.25), Card("need-1", "offer-2", 2, 0.125))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(market=markets(), seed=st.integers(0, 9))
def test_a_record_survives_packing(market: Market, seed: int) -> None:
    inputs, cards = fingerprint(market), cards_of(run(market, seed=seed).matches)
    assert unpack(pack(inputs, cards)) == (inputs, cards)


def test_a_record_of_thousands_is_small() -> None:
    content = pack(fingerprint(random_market(1, 4_000, 1_000)), CARDS)
    assert len(content) < 5_000 * 50


def test_a_damaged_record_says_so() -> None:
    with pytest.raises(ValueError, match="damaged"):
        unpack(b"nothing")
    with pytest.raises(ValueError, match="format 9, not 1"):
        unpack(zlib.compress(b'{"format": 9}'))


def test_the_same_cards_do_not_differ() -> None:
    assert card_differences(CARDS, tuple(reversed(CARDS))) == ()
    nearly = (replace(CARDS[0], probability=0.2500004), CARDS[1])
    assert card_differences(CARDS, nearly) == ()


@pytest.mark.parametrize(
    "changes", [{"rank": 3}, {"probability": 0.2501}], ids=["rank", "probability"]
)
def test_a_card_that_changed_differs(changes: dict[str, float]) -> None:
    other = replace(CARDS[0], **changes)  # type: ignore[arg-type]  # a rank is whole
    (found,) = card_differences(CARDS, (other, CARDS[1]))
    assert (found.before, found.after) == (CARDS[0], other)
    assert digest_of(CARDS) != digest_of((other, CARDS[1]))


def test_cards_that_come_and_go_differ() -> None:
    gone, come = card_differences(CARDS[:1], CARDS[1:])
    assert (gone.before, gone.after) == (CARDS[0], None)
    assert (come.before, come.after) == (None, CARDS[1])
    assert gone.to_dict() == {
        "need": "need-1",
        "offer": "offer-1",
        "before": {"rank": 1, "probability": 0.25},
        "after": None,
    }
