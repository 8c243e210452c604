"""Weights drawn once per run: reproducible, around the mean, and cheap."""

from dataclasses import replace

import numpy as np

from matching.engine.config import config_for
from matching.engine.exploration import explore
from matching.engine.pipeline import DEFAULT_CONFIGS, run
from tests.strategies.markets import random_market

CONFIG = replace(config_for("PILOT"), exploration=1.0)


def test_the_same_seed_draws_the_same_and_another_another() -> None:
    one, same = (explore(CONFIG, np.random.default_rng(4)) for _ in range(2))
    assert one == same
    assert one != explore(CONFIG, np.random.default_rng(5))
    assert (one.seeker.bias, one.giver.bias) == (CONFIG.seeker.bias, CONFIG.giver.bias)


def test_without_exploration_nothing_is_drawn() -> None:
    still = replace(CONFIG, exploration=0.0)
    assert explore(still, np.random.default_rng(4)) == still


def test_draws_lie_around_the_weights_with_the_prior_s_deviation() -> None:
    random = np.random.default_rng(6)
    part = replace(CONFIG, exploration=0.1)
    drawn = np.array([explore(part, random).seeker.weights for _ in range(2_000)])
    mean = CONFIG.seeker.array()
    assert np.allclose(drawn.mean(axis=0), mean, atol=0.01)
    assert np.allclose(drawn.std(axis=0), 0.1 * np.maximum(0.5 * mean, 0.3), rtol=0.1)


def test_a_covariance_takes_the_place_of_the_prior() -> None:
    n = len(CONFIG.seeker.weights)
    certain = explore(CONFIG, np.random.default_rng(1), seeker_covariance=1e-18 * np.eye(n))
    assert np.allclose(certain.seeker.weights, CONFIG.seeker.weights, atol=1e-6)
    assert certain.giver != CONFIG.giver


def test_a_weight_keeps_its_sign() -> None:
    random = np.random.default_rng(8)
    for _ in range(200):
        assert min(explore(replace(CONFIG, exploration=3.0), random).giver.weights) >= 0


def test_a_run_explores_at_a_small_price() -> None:
    market = random_market(1, 60, 60)
    still = {kind: replace(one, exploration=0.0) for kind, one in DEFAULT_CONFIGS.items()}
    best = run(market, seed=1, configs=still).metrics["expected_acceptances"]
    explored = [run(market, seed=seed).metrics["expected_acceptances"] for seed in range(4)]
    assert np.mean(explored) >= 0.97 * best
