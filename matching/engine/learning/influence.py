"""How far each party has moved the weights: a bound that is computed, not assumed."""

import numpy as np
from scipy.special import expit

from matching.engine.learning.labels import Answers
from matching.engine.learning.objective import Objective
from matching.engine.types import FloatArray


def party_moves(objective: Objective, z: FloatArray, answers: Answers) -> FloatArray:
    """At the minimum z, the most that any weight would move without a party; in sds, (parties,).

    Let g be the gradient of a party's losses at z, and G the objective without them. Two bounds
    hold for the distance d between z and the minimum of G, limits on z included; the smaller one
    is returned.

    1. G is 1-strongly convex: |d| <= |g|.
    2. The logistic loss is self-concordant in Bach's sense (Electron. J. Statist. 4, 2010): with
       M the inverse Hessian of G and k^2 the largest x M x of an answer,
       (1 - exp(-k |d|_G)) / k <= |g|_M, and weight f moves by at most |d|_G sqrt(M_ff).

    M is at most the inverse Hessian of the whole over 1 - h, with h the party's leverage.
    """
    p = expit(objective.offset + objective.design @ z)
    _, hessian = objective.gradient_and_hessian(z)
    inverse = np.linalg.inv(hessian)
    gradients = np.zeros((answers.n_parties, len(z)))
    residuals = objective.weights * (p - objective.accepted)
    np.add.at(gradients, answers.owners, residuals[:, None] * objective.design)
    plain = np.linalg.norm(gradients, axis=1)
    spread = np.einsum("af,fg,ag->a", objective.design, inverse, objective.design)
    leverage = np.bincount(
        answers.owners,
        weights=objective.weights * p * (1.0 - p) * spread,
        minlength=answers.n_parties,
    )
    rest = 1.0 / np.maximum(1.0 - leverage, np.finfo(np.float64).tiny)
    # Who alone holds a direction pulls without limit.
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        pull = np.sqrt(np.einsum("pf,fg,pg->p", gradients, inverse, gradients) * rest)
        curve = np.sqrt(spread.max(initial=0.0) * rest)
        reach = np.where(curve * pull < 1.0, -np.log1p(-curve * pull) / curve, np.inf)
    local = reach * np.sqrt(np.diag(inverse).max() * rest)
    moves: FloatArray = np.where(leverage < 1.0, np.fmin(plain, local), plain)
    return moves
