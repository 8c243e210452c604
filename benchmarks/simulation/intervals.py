"""Means over seeds with their intervals."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np
from scipy.stats import t as student

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean with the bounds of its 95 % interval (Student's t over the seeds)."""

    mean: float
    low: float
    high: float

    def to_dict(self, digits: int = 4) -> dict[str, float]:
        """A plain dict, rounded."""
        return {name: round(value, digits) for name, value in asdict(self).items()}


def estimate(values: Sequence[float]) -> Estimate:
    """The mean of values, one per seed; with one seed the interval is the point itself."""
    mean = float(np.mean(values))
    n = len(values)
    if n == 1:
        return Estimate(mean, mean, mean)
    half = float(student.ppf((1 + CONFIDENCE) / 2, n - 1) * np.std(values, ddof=1) / np.sqrt(n))
    return Estimate(mean, mean - half, mean + half)


def ratio(numerators: Sequence[float], denominators: Sequence[float]) -> Estimate:
    """The mean of the ratios seed by seed: both sides saw the same world."""
    return estimate([float(np.divide(a, b)) for a, b in zip(numerators, denominators, strict=True)])
