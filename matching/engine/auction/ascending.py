"""The ascending auction.

Bertsekas, "Auction algorithms for network flow problems", Computational Optimization and
Applications 1 (1992), with several slots per bidder and several places per object. Each seeker
with a free slot bids on its best net value, up to the point where its next best is as good, plus
epsilon; each giver keeps its highest bids, and its price is the lowest of them once it is full.

All who wait bid at once (Jacobi's order): a round is a few passes over the arcs of those who wait,
and the bound on what is lost, epsilon per card, is that of bids one by one.
"""

from dataclasses import dataclass

import numpy as np

from matching.engine.auction.problem import Problem
from matching.engine.auction.segments import Segments, labels_in_segments
from matching.engine.types import BoolArray, FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class Allocation:
    """The chosen arcs (positions in the problem's arcs, ascending), and prices, (givers,)."""

    chosen: IntArray
    prices: FloatArray
    n_bids: int


def allocate(problem: Problem) -> Allocation:
    """Run the auction to its end; the same problem gives the same allocation."""
    bidders, books = _Bidders(problem), _Books(problem)
    waiting = bidders.all_with_a_use()
    n_bids = 0
    while len(waiting):
        arcs, bids = bidders.bid(waiting, books.prices)
        n_bids += len(arcs)
        lost = books.enter(arcs, bids)
        waiting = bidders.release(lost)
    return Allocation(books.held(), books.prices, n_bids)


class _Bidders:
    """All seekers: what each may still bid on, and what it holds."""

    def __init__(self, problem: Problem) -> None:
        i, j = problem.arcs.i, problem.arcs.j
        self._i, self._j = i, j
        self._starts = problem.starts()
        self._values = problem.values
        # A giver without places is closed from the start.
        self._is_open: BoolArray = problem.quotas[j] > 0
        # One card of each organization: an arc is closed while its label is held.
        self._labels = labels_in_segments(i, problem.groups[j])
        self._is_held = np.zeros(int(self._labels.max(initial=-1)) + 1, dtype=bool)
        self._is_weak = problem.values < problem.reserve
        self._epsilon = problem.epsilon
        self._n_free = np.minimum(problem.slots, np.diff(self._starts))
        self._n_held = np.zeros(len(problem.slots), dtype=np.intp)

    def all_with_a_use(self) -> IntArray:
        """The seekers that have a slot and an arc."""
        return np.flatnonzero(self._n_free > 0)

    def bid(self, seekers: IntArray, prices: FloatArray) -> tuple[IntArray, FloatArray]:
        """Arcs and bids for every free slot that has a use; the slots are then taken."""
        segments = Segments.of(self._starts, seekers)
        arcs = segments.arcs
        nets = np.where(self._is_open[arcs], self._values[arcs] - prices[self._j[arcs]], -np.inf)
        nets[self._is_held[self._labels[arcs]]] = -np.inf
        nets[self._is_weak[arcs] & (self._n_held[self._i[arcs]] > 0)] = -np.inf
        picks, owners, fallback = self._picks(segments, nets, self._n_free[seekers])
        chosen = arcs[picks]
        # Net plus price is the value: the bid is what makes the seeker as well off elsewhere.
        bids = self._values[chosen] - fallback[owners] + self._epsilon
        self._n_free[seekers] -= np.bincount(owners, minlength=len(seekers))
        self._n_held[seekers] += np.bincount(owners, minlength=len(seekers))
        self._is_held[self._labels[chosen]] = True
        return chosen, bids

    def release(self, lost: IntArray) -> IntArray:
        """Other bids were higher: these arcs' slots are free again; returns who waits."""
        self._is_held[self._labels[lost]] = False
        np.add.at(self._n_free, self._i[lost], 1)
        np.subtract.at(self._n_held, self._i[lost], 1)
        return np.unique(self._i[lost])

    def _picks(
        self, segments: Segments, nets: FloatArray, n_free: IntArray
    ) -> tuple[IntArray, IntArray, FloatArray]:
        """Positions of the best arcs for the free slots, whose they are, and the best net left."""
        fallback = np.zeros(len(n_free))
        is_bidding = n_free > 0
        picks, owners = [], []
        labels, is_weak = self._labels[segments.arcs], self._is_weak[segments.arcs]
        for n_picked in range(int(n_free.max(initial=0)) + 1):
            largest, at = segments.best(nets)
            is_bidding &= largest > 0
            is_done = is_bidding & (n_free == n_picked)
            fallback[is_done] = largest[is_done]
            is_bidding &= ~is_done
            who = np.flatnonzero(is_bidding)
            if not len(who):
                break
            picks.append(at[who])
            owners.append(who)
            self._is_held[labels[at[who]]] = True
            # After a first card no weak one; and none of an organization that is picked.
            nets[self._is_held[labels] | is_weak] = -np.inf
        return _joined(picks), _joined(owners), fallback


class _Books:
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


def _joined(parts: list[IntArray]) -> IntArray:
    return np.concatenate([np.empty(0, dtype=np.intp), *parts])
