"""All strategies in one world: the unit of work of the benchmark."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from matching.engine.auction import allocate, certify
from matching.engine.config import config_for
from matching.engine.simulator.checks import count_breaches, is_same, permuted
from matching.engine.simulator.engine_config import fitted_config
from matching.engine.simulator.measures import Measures, measure
from matching.engine.simulator.rounds import Trace, play
from matching.engine.simulator.settings import WorldSettings
from matching.engine.simulator.strategies import STRATEGIES
from matching.engine.simulator.world import draw_world

KIND = "MENTORING"


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedResult:
    """What one world said.

    Attributes:
        measures: by strategy.
        refits: of the auction's weights, how often each cause decided.
        places: of all mentors.
        to_exact: the auction's value over the optimum of the same problem, first round.
        shown_to_exact: the same after first cards were granted.
        gap: the auction's own certificate.
        breaches: limits exceeded by any strategy.
        is_repeatable: whether the auction's rounds came out the same a second time.
        order_effect: change of value under another order of the input, in epsilon per seeker.
    """

    measures: Mapping[str, Measures]
    refits: Mapping[str, int]
    places: int
    to_exact: float
    shown_to_exact: float
    gap: float
    breaches: int
    is_repeatable: bool
    order_effect: float


def play_seed(settings: WorldSettings, seed: int, *, repeat: bool) -> SeedResult:
    """Draw a world and play every strategy; `repeat` draws and plays the auction once more."""
    prior = config_for(KIND)
    config = fitted_config(prior, settings)
    world = draw_world(settings, prior, seed)
    traces = {name: play(world, config, one, seed=seed) for name, one in STRATEGIES.items()}
    again = traces["auction"]
    if repeat:
        again = play(draw_world(settings, prior, seed), config, STRATEGIES["auction"], seed=seed)
    first = traces["auction"].rounds[0].cards
    best = traces["exact"].rounds[0].cards.value
    assert first.problem is not None
    assert first.auctioned is not None
    return SeedResult(
        measures={name: measure(world, trace) for name, trace in traces.items()},
        refits=_causes(traces["auction"]),
        places=int(world.mentors.capacity.sum()),
        to_exact=first.auctioned.value / best,
        shown_to_exact=first.value / best,
        gap=first.auctioned.gap,
        breaches=sum(count_breaches(world, trace) for trace in traces.values()),
        is_repeatable=is_same(traces["auction"], again),
        order_effect=_order_effect(traces["auction"], seed),
    )


def _causes(trace: Trace) -> Mapping[str, int]:
    return Counter(refit.why.value for played in trace.rounds for refit in played.refits)


def _order_effect(trace: Trace, seed: int) -> float:
    cards = trace.rounds[0].cards
    assert cards.problem is not None
    assert cards.auctioned is not None
    other = permuted(cards.problem, np.random.default_rng(seed))
    value = certify(other, allocate(other)).value
    n_seekers = int((cards.problem.slots > 0).sum())
    return abs(value - cards.auctioned.value) / (cards.problem.epsilon * n_seekers)
