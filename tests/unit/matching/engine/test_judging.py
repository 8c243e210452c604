"""What a run would think of given pairs."""

import pytest

from matching.engine.config import config_for
from matching.engine.judging import judge
from matching.engine.pipeline import run
from tests.strategies.markets import random_market

MARKET = random_market(2, 20, 10)


def test_a_card_is_judged_as_the_run_did() -> None:
    cards = [match for match in run(MARKET, seed=4).matches if match.kind == "PILOT"]
    pairs = [(card.need_id, card.offer_id) for card in cards]
    found = judge(MARKET, pairs, config_for("PILOT"), seed=4)
    assert cards
    assert found == {(card.need_id, card.offer_id): card.probability for card in cards}


def test_no_pairs_are_no_work() -> None:
    assert judge(MARKET, [], config_for("PILOT"), seed=4) == {}


def test_what_the_market_lacks_is_an_error() -> None:
    with pytest.raises(KeyError):
        judge(MARKET, [("nobody", "nothing")], config_for("PILOT"), seed=4)
