"""The ways of choosing cards that the simulator compares, worst known first."""

from collections.abc import Callable, Mapping

from matching.engine.simulator.strategies.flows import auction, exact, optimum, oracle
from matching.engine.simulator.strategies.rankings import (
    mean_cosine,
    one_sided_cosine,
    popularity,
    product,
    random_cards,
)
from matching.engine.simulator.strategies.sinkhorn import sinkhorn
from matching.engine.simulator.strategies.stable import gale_shapley
from matching.engine.simulator.view import Cards, View

Strategy = Callable[[View], Cards]

STRATEGIES: Mapping[str, Strategy] = {
    "random": random_cards,
    "popularity": popularity,
    "one_sided_cosine": one_sided_cosine,
    "mean_cosine": mean_cosine,
    "product": product,
    "gale_shapley": gale_shapley,
    "sinkhorn": sinkhorn,
    "exact": exact,
    "auction": auction,
    "oracle": oracle,
}

__all__ = ["STRATEGIES", "Strategy", "optimum"]
