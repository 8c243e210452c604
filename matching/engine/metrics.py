"""Figures of a run's report."""

import numpy as np

from matching.engine.types import FloatArray, IntArray


def gini(amounts: FloatArray) -> float:
    """The Gini coefficient of amounts >= 0: 0 if all are equal, near 1 if one has all."""
    total = float(amounts.sum())
    n = len(amounts)
    if not n or total <= 0:
        return 0.0
    ranks = np.arange(1, n + 1)
    weighted = float(ranks @ np.sort(amounts))
    return 2 * weighted / (n * total) - (n + 1) / n


def exposure_gini(shown: IntArray, free: IntArray) -> float:
    """The Gini coefficient of cards per free place, over the givers with a free place."""
    has_place = free > 0
    return gini(shown[has_place] / free[has_place])


def never_shown(shown: IntArray, free: IntArray) -> float:
    """The part of the givers with a free place that nobody is shown, 0 where there is none."""
    has_place = free > 0
    return float(np.mean(shown[has_place] == 0)) if has_place.any() else 0.0
