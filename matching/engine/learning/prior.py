"""What is believed of one side's weights before any answer."""

from dataclasses import dataclass

import numpy as np

from matching.engine.config import SideWeights
from matching.engine.types import FloatArray

RELATIVE_SD = 0.5
LEAST_SD = 0.3


@dataclass(frozen=True, slots=True)
class Prior:
    """Independent normal beliefs about (bias, weights); both arrays have shape (1 + features,)."""

    mean: FloatArray
    sd: FloatArray

    @property
    def n_features(self) -> int:
        """How many features the weights are for."""
        return len(self.mean) - 1

    @property
    def least_z(self) -> FloatArray:
        """The least z = (w - mean) / sd: weights stay at 0 or above, the bias is free."""
        return np.concatenate([[-np.inf], -self.mean[1:] / self.sd[1:]])

    @property
    def reach(self) -> float:
        """The largest standard deviation of a logit, over all features in [0, 1]."""
        return float(np.linalg.norm(self.sd))


def prior_of(side: SideWeights) -> Prior:
    """The prior around a side's weights: sd half of each, at least .3."""
    mean = vector_of(side)
    return Prior(mean, np.maximum(RELATIVE_SD * np.abs(mean), LEAST_SD))


def vector_of(side: SideWeights) -> FloatArray:
    """(bias, weights), shape (1 + features,)."""
    return np.array([side.bias, *side.weights], dtype=np.float64)


def side_of(vector: FloatArray) -> SideWeights:
    """The weights in an array of shape (1 + features,)."""
    return SideWeights(float(vector[0]), tuple(float(weight) for weight in vector[1:]))
