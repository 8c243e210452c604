"""The ascending auction.

Bertsekas, "Auction algorithms for network flow problems", Computational Optimization and
Applications 1 (1992), with several slots per bidder and several places per object. Each seeker
with a free slot bids on its best net value, up to the point where its next best is as good, plus
epsilon; each giver keeps its highest bids, and its price is the lowest of them once it is full.
"""

import heapq
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from matching.engine.auction.problem import Problem
from matching.engine.types import FloatArray, IntArray

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Allocation:
    """The chosen arcs (positions in the problem's arcs, ascending), and prices, (givers,)."""

    chosen: IntArray
    prices: FloatArray
    n_bids: int


def allocate(problem: Problem) -> Allocation:
    """Run the auction to its end; the same problem gives the same allocation."""
    prices = np.zeros(len(problem.quotas))
    bidders = [_Bidder(problem, prices, *bounds) for bounds in _spans(problem)]
    books = [_Book(int(quota)) for quota in problem.quotas]
    waiting = deque(i for i, bidder in enumerate(bidders) if bidder.n_free)
    n_bids = 0
    while waiting:
        i = waiting.popleft()
        for arc, giver, bid in bidders[i].bids():
            n_bids += 1
            displaced = books[giver].enter(bid, i, arc)
            prices[giver] = books[giver].price
            if displaced is not None:
                loser, lost_arc = displaced
                bidders[loser].release(lost_arc)
                waiting.append(loser)
    chosen = sorted(arc for bidder in bidders for arc in bidder.held)
    return Allocation(np.array(chosen, dtype=np.intp), prices, n_bids)


def _spans(problem: Problem) -> Iterator[tuple[int, int, int]]:
    starts = problem.starts()
    for slots, start, stop in zip(problem.slots, starts[:-1], starts[1:], strict=True):
        yield int(slots), int(start), int(stop)


class _Bidder:
    """One seeker: what it may still bid on, and what it holds."""

    def __init__(
        self, problem: Problem, prices: FloatArray, slots: int, start: int, stop: int
    ) -> None:
        # A giver without places is closed from the start.
        givers = problem.arcs.j[start:stop]
        self._prices = prices
        self._start = start
        self._givers = givers
        self._values = problem.values[start:stop]
        self._open = np.where(problem.quotas[givers] > 0, self._values, -np.inf)
        self._groups = problem.groups[givers]
        self._reserve = problem.reserve
        self._epsilon = problem.epsilon
        self.n_free = min(slots, stop - start)
        self.held: dict[int, int] = {}  # arc -> group

    def bids(self) -> list[tuple[int, int, float]]:
        """(arc, giver, bid) for every free slot that has a use; the slots are then taken."""
        if not self.n_free:
            return []
        net = self._open - self._prices[self._givers]
        picks, fallback = self._picks(net)
        placed = []
        for local in picks:
            giver = int(self._givers[local])
            gain = float(net[local]) - fallback + self._epsilon
            placed.append((self._start + local, giver, float(self._prices[giver]) + gain))
            self._open[local] = -np.inf
            self.held[self._start + local] = int(self._groups[local])
        self.n_free -= len(picks)
        return placed

    def release(self, arc: int) -> None:
        """Another bid was higher: the slot is free again."""
        local = arc - self._start
        del self.held[arc]
        self._open[local] = self._values[local]
        self.n_free += 1

    def _picks(self, net: FloatArray) -> tuple[list[int], float]:
        """The best arcs for the free slots, and the net value of the best one left out."""
        left = net.copy()
        groups = set(self.held.values())
        picks: list[int] = []
        while True:
            local = int(left.argmax())
            best = float(left[local])
            if best <= 0:
                return picks, 0.0
            left[local] = -np.inf
            is_first = not picks and not self.held
            is_weak = self._values[local] < self._reserve
            if int(self._groups[local]) in groups or (is_weak and not is_first):
                continue
            if len(picks) == self.n_free:
                return picks, best
            picks.append(local)
            groups.add(int(self._groups[local]))


class _Book:
    """The bids that one giver keeps, lowest first; of equal bids the later position goes."""

    def __init__(self, quota: int) -> None:
        self._quota = quota
        self._bids: list[tuple[float, int, int]] = []

    @property
    def price(self) -> float:
        """The lowest bid held once all places are taken, else 0."""
        return self._bids[0][0] if len(self._bids) == self._quota else 0.0

    def enter(self, bid: float, seeker: int, arc: int) -> tuple[int, int] | None:
        """Keep a bid; returns the (seeker, arc) that had to leave, if any."""
        entry = (bid, -seeker, arc)
        if len(self._bids) < self._quota:
            heapq.heappush(self._bids, entry)
            return None
        _, negative, displaced = heapq.heappushpop(self._bids, entry)
        return -negative, displaced
