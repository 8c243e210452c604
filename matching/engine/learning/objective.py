"""The MAP objective of one side's weights, and its minimum with a proven distance."""

from dataclasses import dataclass

import numpy as np
from scipy.linalg import cho_factor, cho_solve
from scipy.special import expit

from matching.engine.learning.labels import Answers
from matching.engine.learning.prior import Prior
from matching.engine.types import FloatArray

TOLERANCE_SD = 1e-8
MOST_STEPS = 100
_ARMIJO = 1e-4
_ROUNDING = 1e-12
_NEAR = 1e-3


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective:
    """|z|^2 / 2 + sum a log(1 + exp(-s (o + X z))), z = (w - mean) / sd: 1-strongly convex."""

    design: FloatArray
    offset: FloatArray
    accepted: FloatArray
    weights: FloatArray
    least: FloatArray

    def project(self, z: FloatArray) -> FloatArray:
        """The nearest point that is allowed."""
        return np.maximum(z, self.least)

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


@dataclass(frozen=True, slots=True)
class Minimum:
    """Where the objective is least: each entry of `z` is within `distance` of the exact one."""

    z: FloatArray
    distance: float
    steps: int


def objective_of(answers: Answers, weights: FloatArray, prior: Prior) -> Objective:
    """The objective on answers that count by `weights`, shape (answers,)."""
    design = np.column_stack([np.ones(len(answers)), answers.features])
    return Objective(
        design=design * prior.sd,
        offset=design @ prior.mean,
        accepted=answers.accepted,
        weights=weights,
        least=prior.least_z,
    )


def minimize(objective: Objective, start: FloatArray) -> Minimum:
    """Projected Newton (Bertsekas, SIAM J. Control Optim. 20, 1982) with halved steps.

    The objective is 1-strongly convex, so the length of its gradient, without the parts that press
    against the limit, bounds the distance to the minimum; the search stops only when that is below
    `TOLERANCE_SD`.

    Raises:
        ArithmeticError: the bound was not reached in `MOST_STEPS` steps.
    """
    z = start
    for steps in range(MOST_STEPS):
        gradient, hessian = objective.gradient_and_hessian(z)
        is_pressed = (z <= objective.least) & (gradient > 0)
        distance = float(np.linalg.norm(gradient[~is_pressed]))
        if distance <= TOLERANCE_SD:
            return Minimum(z, distance, steps)
        z = _step(objective, z, gradient, hessian)
    raise ArithmeticError(f"no minimum after {MOST_STEPS} steps: {distance:.1e} sds away")


def _step(
    objective: Objective, z: FloatArray, gradient: FloatArray, hessian: FloatArray
) -> FloatArray:
    """One step along the projected arc, halved until the objective falls enough."""
    near = min(_NEAR, float(np.linalg.norm(z - objective.project(z - gradient))))
    is_bound = (z <= objective.least + near) & (gradient > 0)
    free = ~is_bound
    direction = -gradient / np.diag(hessian)
    if free.any():
        factor = cho_factor(hessian[np.ix_(free, free)])
        direction[free] = -cho_solve(factor, gradient[free])
    value = objective.value(z)
    size = 1.0
    # The lower limit is only for rounding: along the arc some step is small enough.
    while size > _ROUNDING:
        taken = objective.project(z + size * direction)
        slope = size * float(gradient[free] @ direction[free])
        slope += float(gradient[is_bound] @ (taken - z)[is_bound])
        if objective.value(taken) <= value + _ARMIJO * slope + _ROUNDING * abs(value):
            break
        size /= 2
    return taken
