"""One new need against the prices of the last run."""

import numpy as np

from matching.engine.types import FloatArray, IntArray


def bid_online(
    values: FloatArray, prices: FloatArray, groups: IntArray, *, slots: int, reserve: float
) -> IntArray:
    """Positions of at most `slots` offers, best net value (value - price) first.

    Arrays have shape (offers,). The first card is free of any condition, so that a need of a
    crowded region is not left without; each further one is worth its price and the reserve.
    One card per group. Ties by position.
    """
    chosen: list[int] = []
    taken: set[int] = set()
    for position in np.argsort(-(values - prices), kind="stable"):
        if len(chosen) == slots:
            break
        group = int(groups[position])
        is_worth = values[position] > prices[position] and values[position] >= reserve
        if group in taken or (chosen and not is_worth):
            continue
        chosen.append(int(position))
        taken.add(group)
    return np.array(chosen, dtype=np.intp)
