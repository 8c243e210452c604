"""MAP logistic regression by Newton's method, with a proven distance to the optimum."""

from dataclasses import dataclass

import numpy as np
from scipy.linalg import cho_factor, cho_solve
from scipy.special import expit

from matching.engine.config import SideWeights
from matching.engine.learning.labels import Answers
from matching.engine.learning.prior import Prior, side_of
from matching.engine.types import FloatArray

TOLERANCE_SD = 1e-8
MOST_STEPS = 100
_ARMIJO = 1e-4
_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class Fit:
    """The most probable weights. Each is within `distance_sd` prior sds of the exact optimum."""

    side: SideWeights
    distance_sd: float
    steps: int


@dataclass(frozen=True, slots=True)
class _Objective:
    """|z|^2 / 2 + sum a log(1 + exp(-s (o + X z))), z = (w - mean) / sd: 1-strongly convex."""

    design: FloatArray
    offset: FloatArray
    accepted: FloatArray
    weights: FloatArray

    def value(self, z: FloatArray) -> float:
        logits = self.offset + self.design @ z
        losses = np.logaddexp(0.0, logits) - self.accepted * logits
        return float(z @ z / 2 + self.weights @ losses)

    def gradient_and_hessian(self, z: FloatArray) -> tuple[FloatArray, FloatArray]:
        p = expit(self.offset + self.design @ z)
        gradient = z + self.design.T @ (self.weights * (p - self.accepted))
        curvature = self.weights * p * (1.0 - p)
        hessian = np.eye(len(z)) + self.design.T @ (curvature[:, None] * self.design)
        return gradient, hessian


def fit(answers: Answers, prior: Prior) -> Fit:
    """The maximum a posteriori weights of one side, each party held to `prior.party_cap`.

    Newton with halved steps. In z the objective is 1-strongly convex, so the length of its
    gradient bounds the distance to the optimum (Boyd & Vandenberghe, Convex Optimization, 9.1.2):
    the search stops only when that is below `TOLERANCE_SD`. Without answers this is the prior.

    Raises:
        ArithmeticError: the bound was not reached in `MOST_STEPS` steps.
    """
    design = np.column_stack([np.ones(len(answers)), answers.features])
    objective = _Objective(
        design * prior.sd, design @ prior.mean, answers.accepted, answers.capped(prior.party_cap)
    )
    z = np.zeros(len(prior.mean))
    for steps in range(MOST_STEPS):
        gradient, hessian = objective.gradient_and_hessian(z)
        distance = float(np.linalg.norm(gradient))
        if distance <= TOLERANCE_SD:
            return Fit(side_of(prior.mean + prior.sd * z), distance, steps)
        z = _step(objective, z, gradient, hessian)
    raise ArithmeticError(f"no optimum after {MOST_STEPS} steps: {distance:.1e} sds away")


def _step(
    objective: _Objective, z: FloatArray, gradient: FloatArray, hessian: FloatArray
) -> FloatArray:
    direction: FloatArray = -cho_solve(cho_factor(hessian), gradient)
    value, slope = objective.value(z), float(gradient @ direction)
    allowance = _ROUNDING * abs(value)
    size = 1.0
    # The slope is negative, so some step is small enough; the lower limit is only for rounding.
    while objective.value(z + size * direction) > value + _ARMIJO * size * slope + allowance:
        size /= 2
        if size < _ROUNDING:
            break
    taken: FloatArray = z + size * direction
    return taken
