"""What a strategy may know in one round, and what it answers."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matching.engine.auction import Problem
from matching.engine.config import KindConfig
from matching.engine.features import ArcFeatures
from matching.engine.partition import Arcs
from matching.engine.probability import Probabilities, reciprocal
from matching.engine.results import Certificate
from matching.engine.simulator.pairs import all_pairs, features_on
from matching.engine.simulator.state import State
from matching.engine.simulator.world import Round, World
from matching.engine.types import BoolArray, FloatArray, IntArray


@dataclass(frozen=True)
class View:
    """One round before the cards are chosen. `random` is the strategy's own luck."""

    world: World
    state: State
    config: KindConfig
    random: np.random.Generator

    @property
    def round(self) -> Round:
        """What holds in this round, the truth included: for the oracle and the answers."""
        return self.world.rounds[self.state.number]

    @cached_property
    def allowed(self) -> BoolArray:
        """Which pairs may be shown; (needs, mentors)."""
        return self.state.allowed(self.world, self.config.proposed_days)

    def features_on(self, arcs: Arcs) -> ArcFeatures:
        """The features of arcs as they are known now."""
        standing = self.state.standing(self.world)
        return features_on(arcs, self.round.seen, self.world.known, standing)

    def probabilities_on(self, arcs: Arcs) -> Probabilities:
        """The engine's probabilities of arcs, from what is known."""
        return reciprocal(self.features_on(arcs), self.config)

    @cached_property
    def mutual(self) -> FloatArray:
        """The engine's probability of every pair; (needs, mentors)."""
        shape = self.allowed.shape
        return self.probabilities_on(all_pairs(*shape)).mutual.reshape(shape)


@dataclass(frozen=True, slots=True)
class Cards:
    """What a strategy shows: pairs, and where it solved an allocation problem, that problem.

    `value` is the sum of the chosen values in the problem's terms; `auctioned` the certificate
    of an auction before first cards were granted.
    """

    arcs: Arcs
    problem: Problem | None = None
    value: float = 0.0
    auctioned: Certificate | None = None

    @staticmethod
    def of(problem: Problem, chosen: IntArray) -> "Cards":
        """The cards of chosen arcs (positions, ascending) of a problem."""
        arcs = Arcs(problem.arcs.i[chosen], problem.arcs.j[chosen])
        return Cards(arcs, problem, float(problem.values[chosen].sum()))

    def per_giver(self, n_givers: int) -> IntArray:
        """Cards of each giver; shape (givers,)."""
        return np.bincount(self.arcs.j, minlength=n_givers).astype(np.intp)
