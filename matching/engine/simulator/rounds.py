"""A strategy in a world, round after round."""

from dataclasses import dataclass

import numpy as np

from matching.engine.config import KindConfig
from matching.engine.learning import Refit
from matching.engine.simulator.answers import Answers, answer, record
from matching.engine.simulator.learning import Heard, relearned
from matching.engine.simulator.state import State
from matching.engine.simulator.strategies import Strategy
from matching.engine.simulator.view import Cards, View
from matching.engine.simulator.world import World
from matching.engine.types import IntArray


@dataclass(frozen=True, slots=True)
class Played:
    """One round: what was free before it, what was shown, what became of it.

    `refits`: what was decided afterwards about both sides' weights, where the strategy learns.
    """

    free: IntArray
    cards: Cards
    answers: Answers
    refits: tuple[Refit, ...] = ()


@dataclass(frozen=True, slots=True)
class Trace:
    """All rounds of one strategy in one world, and the state after them."""

    rounds: tuple[Played, ...]
    state: State


def play(world: World, config: KindConfig, strategy: Strategy, *, seed: int) -> Trace:
    """All rounds of a world under one strategy; the same arguments give the same trace.

    `config` holds the weights set by people: a strategy that learns begins with them, and learns
    around them.
    """
    state, current, heard = State.start(world), config, Heard()
    played = []
    for number in range(world.settings.rounds):
        view = View(world, state, current, np.random.default_rng([seed, number]))
        cards = strategy.choose(view)
        answers = answer(world, state, cards.arcs)
        refits: tuple[Refit, ...] = ()
        if strategy.learns:
            heard = heard.with_round(view, cards.arcs, answers)
            current, refits = relearned(heard, prior=config, current=current)
        played.append(Played(state.free.copy(), cards, answers, refits))
        record(state, cards.arcs, answers)
    return Trace(tuple(played), state)
