"""Fair shares: how many requests each giver gets, and mild corrections of past exposure."""

from collections.abc import Callable, Hashable, Sequence

import numpy as np

from matching.engine.config import KindConfig
from matching.engine.types import FloatArray, Giver, IntArray, Seeker

_Party = Seeker | Giver
GROUPINGS: tuple[Callable[[_Party], Hashable], ...] = (
    lambda party: party.region,
    lambda party: party.size_class,
    lambda party: party.is_new,
)


def quotas(free: IntArray, n_cards: int, mean_acceptance: float, requests: float) -> IntArray:
    """How many seekers may be shown each giver in one run; shape (givers,).

    min(ceil(free max(1, cards / total free)), floor(requests / acceptance)), at least 1 where a
    place is free: with more cards than places each place is shown more often, but no giver can
    expect more than `requests` requests, `mean_acceptance` of the cards becoming one.
    """
    total = int(free.sum())
    if not total:
        return np.zeros(len(free), dtype=np.intp)
    shared = np.ceil(free * max(1.0, n_cards / total))
    readable = np.floor(requests / max(mean_acceptance, 1e-9))
    return np.where(free > 0, np.maximum(np.minimum(shared, readable), 1), 0).astype(np.intp)


def multipliers(parties: Sequence[Seeker] | Sequence[Giver], config: KindConfig) -> FloatArray:
    """clip((mean / own) ** .5, .5, 3) by region, size class and newness; shape (parties,).

    Exposure is the mean number of cards of the last twelve weeks per group. The whole mean counts
    as one more member of each group, so that a group of one is not judged by one card.
    """
    everyone: list[_Party] = list(parties)
    low, high = config.fairness_bounds
    found = np.ones(len(everyone))
    shown = np.array([party.shown for party in everyone], dtype=np.float64)
    if not len(shown) or not shown.any():
        return found
    for grouping in GROUPINGS:
        own = _group_means(shown, [grouping(party) for party in everyone])
        found *= (shown.mean() / own) ** config.fairness_exponent
    return np.clip(found, low, high)


def _group_means(shown: FloatArray, labels: Sequence[Hashable]) -> FloatArray:
    numbers = {label: number for number, label in enumerate(dict.fromkeys(labels))}
    group = np.array([numbers[label] for label in labels], dtype=np.intp)
    totals = np.bincount(group, weights=shown) + shown.mean()
    sizes = np.bincount(group) + 1.0
    means: FloatArray = (totals / sizes)[group]
    return means
