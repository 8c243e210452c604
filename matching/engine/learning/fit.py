"""MAP logistic regression in which no party moves a weight beyond its bound."""

from dataclasses import dataclass

import numpy as np

from matching.engine.config import SideWeights
from matching.engine.learning.influence import party_moves
from matching.engine.learning.labels import Answers
from matching.engine.learning.objective import minimize, objective_of
from matching.engine.learning.prior import Prior, side_of
from matching.engine.types import FloatArray

PARTY_BOUND_SD = 1.0
"""The furthest that all answers of one party may move any weight, in prior standard deviations."""


@dataclass(frozen=True, slots=True)
class Fit:
    """The most probable weights, each within `distance_sd` prior sds of the exact optimum.

    `say`, shape (parties,), is what the answers of each party counted together; `party_move_sd`
    bounds how far any one party has moved any weight.
    """

    side: SideWeights
    distance_sd: float
    say: FloatArray
    party_move_sd: float


def fit(answers: Answers, prior: Prior) -> Fit:
    """The maximum a posteriori weights of one side; without answers, the prior.

    No weight is below 0: each feature is made so that more of it is better, and reasons rest on
    that; the bias is free. The say of a party whose answers could move a weight by more than
    `PARTY_BOUND_SD` is halved until they cannot. That ends: below `PARTY_BOUND_SD / prior.reach`
    no answers can (see `party_moves`).

    Raises:
        ArithmeticError: see `minimize`.
    """
    say = answers.say
    z = np.zeros(len(prior.mean))
    while True:
        objective = objective_of(answers, answers.weighed(say), prior)
        found = minimize(objective, z)
        moves = party_moves(objective, found.z, answers)
        if (moves <= PARTY_BOUND_SD).all():
            side = side_of(prior.mean + prior.sd * found.z)
            return Fit(side, found.distance, say, float(moves.max(initial=0.0)))
        say, z = np.where(moves > PARTY_BOUND_SD, say / 2, say), found.z
