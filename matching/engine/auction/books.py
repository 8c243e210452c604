"""What the givers keep of the bids, and their prices."""

import numpy as np

from matching.engine.auction.problem import Problem
from matching.engine.types import FloatArray, IntArray


class Books:
    """The bids that the givers keep; of equal bids the later seeker goes."""

    def __init__(self, problem: Problem) -> None:
        self._i, self._j = problem.arcs.i, problem.arcs.j
        self._quotas = problem.quotas
        self._arcs = np.empty(0, dtype=np.intp)
        self._bids = np.empty(0)
        self.prices: FloatArray = np.zeros(len(problem.quotas))

    def enter(self, arcs: IntArray, bids: FloatArray) -> IntArray:
        """Keep the best bids of each giver, and set prices; returns the arcs that had to leave."""
        is_asked = np.zeros(len(self._quotas), dtype=bool)
        is_asked[self._j[arcs]] = True
        stays = ~is_asked[self._j[self._arcs]]
        arcs = np.concatenate([self._arcs[~stays], arcs])
        bids = np.concatenate([self._bids[~stays], bids])
        order = np.lexsort((self._i[arcs], -bids, self._j[arcs]))
        arcs, bids = arcs[order], bids[order]
        givers, firsts, counts = np.unique(self._j[arcs], return_index=True, return_counts=True)
        ranks = np.arange(len(arcs)) - np.repeat(firsts, counts)
        is_kept = ranks < self._quotas[self._j[arcs]]
        is_full = counts >= self._quotas[givers]
        full = givers[is_full]
        # Sorted within the giver: the last bid that is kept is the lowest.
        self.prices[full] = bids[firsts[is_full] + self._quotas[full] - 1]
        self._arcs = np.concatenate([self._arcs[stays], arcs[is_kept]])
        self._bids = np.concatenate([self._bids[stays], bids[is_kept]])
        return arcs[~is_kept]

    def held(self) -> IntArray:
        """All arcs that are kept, ascending."""
        return np.sort(self._arcs)
