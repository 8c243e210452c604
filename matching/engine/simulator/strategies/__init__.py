"""The ways of choosing cards that the simulator compares, worst known first."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Strategy:
    """One way: how a round's cards are chosen, and whether weights are refitted after it."""

    choose: Callable[[View], Cards]
    learns: bool = False


STRATEGIES: Mapping[str, Strategy] = {
    "random": Strategy(random_cards),
    "popularity": Strategy(popularity),
    "one_sided_cosine": Strategy(one_sided_cosine),
    "mean_cosine": Strategy(mean_cosine),
    "product": Strategy(product),
    "gale_shapley": Strategy(gale_shapley),
    "sinkhorn": Strategy(sinkhorn),
    "exact": Strategy(exact),
    "auction_without_learning": Strategy(auction),
    "auction": Strategy(auction, learns=True),
    "oracle": Strategy(oracle),
}

__all__ = ["STRATEGIES", "Strategy", "optimum"]
