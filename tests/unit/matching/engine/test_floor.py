"""The floor: what chance reaches, and what people accepted."""

from dataclasses import replace

import numpy as np
import pytest

from matching.engine.config import config_for
from matching.engine.floor import FEWEST_ANSWERS, FEWEST_PAIRS, floor_of
from matching.engine.pipeline import run, suggest_one
from matching.engine.results import Cause
from matching.engine.types import Outcome
from tests.strategies.markets import random_market

CONFIG = replace(config_for("PILOT"), floor=0.02, highest_floor=0.5)
NOBODY, NOTHING = np.empty(0), np.empty(0, dtype=bool)


def test_it_is_the_quantile_of_random_pairs() -> None:
    chance = np.linspace(0.0, 0.2, FEWEST_PAIRS)
    assert floor_of(chance, NOBODY, NOTHING, CONFIG) == pytest.approx(0.1)
    higher = replace(CONFIG, floor_quantile=0.75)
    assert floor_of(chance, NOBODY, NOTHING, higher) == pytest.approx(0.15)


def test_few_pairs_and_few_answers_say_nothing() -> None:
    chance = np.full(FEWEST_PAIRS - 1, 0.3)
    predicted, accepted = np.full(FEWEST_ANSWERS - 1, 0.3), np.zeros(FEWEST_ANSWERS - 1, dtype=bool)
    assert floor_of(chance, predicted, accepted, CONFIG) == CONFIG.floor


def test_it_stays_within_its_bounds() -> None:
    assert floor_of(np.zeros(500), NOBODY, NOTHING, CONFIG) == CONFIG.floor
    assert floor_of(np.ones(500), NOBODY, NOTHING, CONFIG) == CONFIG.highest_floor


def test_a_band_that_nobody_accepts_lies_below_it() -> None:
    predicted = np.linspace(0.03, 0.4, 1_000)
    accepted = np.random.default_rng(1).random(1_000) < predicted
    assert floor_of(NOBODY, predicted, accepted, CONFIG) == CONFIG.floor
    refused = accepted & (predicted > 0.15)
    assert 0.1 < floor_of(NOBODY, predicted, refused, CONFIG) < 0.2


def test_a_run_measures_it_and_an_online_bid_keeps_it() -> None:
    market = random_market(2, 60, 60)
    result = run(market, seed=2)
    kind = result.matches[0].kind
    floor = result.calibrations[kind].floor
    assert floor is not None
    assert min(m.probability for m in result.matches if m.kind == kind) >= floor
    high = {name: replace(one, floor=0.99) for name, one in result.calibrations.items()}
    found = suggest_one(replace(market, calibrations=high), result.matches[0].need_id)
    assert found.abstention is not None
    assert found.abstention.cause is Cause.NO_GOOD_OFFER
    misses = found.abstention.nearest_misses
    assert 1 <= len(misses) <= 3
    assert all(miss.failures == () and miss.lacks is not None for miss in misses)


def test_answers_of_a_market_count_by_kind() -> None:
    market = random_market(2, 60, 60)
    outcomes = tuple(Outcome("PILOT", 0.09, is_accepted=False) for _ in range(3_000))
    answered = run(replace(market, outcomes=outcomes), seed=2).calibrations
    silent = run(market, seed=2).calibrations
    assert (answered["PILOT"].floor or 0.0) > 0.08
    assert answered["MENTORING"].floor == silent["MENTORING"].floor
