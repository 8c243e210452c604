"""All seekers of an auction: what each may still bid on, and what it holds."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from matching.engine.auction.problem import Problem
from matching.engine.auction.segments import Segments, labels_in_segments
from matching.engine.auction.shortlist import NONE, Shortlists
from matching.engine.parallel import in_threads
from matching.engine.types import BoolArray, FloatArray, IntArray

# Seekers who choose at a time, in each thread.
PART_SEEKERS = 4_096


@dataclass(frozen=True, slots=True)
class Choice:
    """The arcs that seekers bid on, whose each is, and what each seeker's next best is worth.

    Shapes (bids,), (bids,) as positions among the seekers asked, and (seekers asked,).
    """

    arcs: IntArray
    owners: IntArray
    next_best: FloatArray

    def of(self, is_meant: BoolArray) -> "Choice":
        """Some of the seekers only, numbered anew."""
        numbers = np.cumsum(is_meant) - 1
        is_theirs = is_meant[self.owners]
        return Choice(
            self.arcs[is_theirs], numbers[self.owners[is_theirs]], self.next_best[is_meant]
        )


class Bidders:
    """The seekers' side of an auction."""

    def __init__(self, problem: Problem) -> None:
        i, j = problem.arcs.i, problem.arcs.j
        self._i, self._j = i, j
        self._starts = problem.starts()
        # What is worth nothing is never bid on: so with a giver without places.
        self._values = np.where(problem.quotas[j] > 0, problem.values, 0.0)
        # One card of each organization: an arc is closed while its label is held.
        self._labels = labels_in_segments(i, problem.groups[j])
        self._is_held = np.zeros(int(self._labels.max(initial=-1)) + 1, dtype=bool)
        self._reserve = problem.reserve
        self._epsilon = problem.epsilon
        self._n_free = np.minimum(problem.slots, np.diff(self._starts))
        self._n_held = np.zeros(len(problem.slots), dtype=np.intp)
        self._shortlists = Shortlists(len(problem.slots))

    def all_with_a_use(self) -> IntArray:
        """The seekers that have a slot and an arc."""
        return np.flatnonzero(self._n_free > 0)

    def bid(self, seekers: IntArray, prices: FloatArray) -> tuple[IntArray, FloatArray]:
        """Arcs and bids for every free slot that has a use; the slots are then taken.

        At the same prices nobody's choice touches another's: they are made side by side.
        """
        parts = [seekers[at : at + PART_SEEKERS] for at in range(0, len(seekers), PART_SEEKERS)]
        found = in_threads(lambda part: self._bid(part, prices), parts)
        arcs, amounts = (np.concatenate(part) for part in zip(*found, strict=True))
        return arcs, amounts

    def release(self, lost: IntArray) -> IntArray:
        """Other bids were higher: these arcs' slots are free again; returns who waits."""
        self._is_held[self._labels[lost]] = False
        owners = self._i[lost]
        counts = np.bincount(owners, minlength=len(self._n_free))
        self._n_free += counts
        self._n_held -= counts
        return np.flatnonzero(counts)

    def _bid(self, seekers: IntArray, prices: FloatArray) -> tuple[IntArray, FloatArray]:
        is_short = self._shortlists.can_hold(seekers)
        short = seekers[is_short]
        choice = self._choose_shortly(short, prices)
        is_sure = self._shortlists.hold(short, choice.next_best)
        is_short[is_short] = is_sure
        bids = [self._enter(short[is_sure], choice.of(is_sure))]
        if not is_short.all():
            others = seekers[~is_short]
            bids.append(self._enter(others, self._choose_among_all(others, prices)))
        arcs, amounts = (np.concatenate(part) for part in zip(*bids, strict=True))
        return arcs, amounts

    def _enter(self, seekers: IntArray, choice: Choice) -> tuple[IntArray, FloatArray]:
        """Take the slots; the bids are what makes each seeker as well off with its next best."""
        counts = np.bincount(choice.owners, minlength=len(seekers))
        self._n_free[seekers] -= counts
        self._n_held[seekers] += counts
        self._is_held[self._labels[choice.arcs]] = True
        # Net plus price is the value.
        bids = self._values[choice.arcs] - choice.next_best[choice.owners] + self._epsilon
        return choice.arcs, bids

    def _choose_shortly(self, seekers: IntArray, prices: FloatArray) -> Choice:
        """The best arcs of the shortlists."""
        arcs = self._shortlists.of(seekers)
        values, labels = self._values[arcs], self._labels[arcs]
        nets = values - prices[self._j[arcs]]
        is_weak = values < self._reserve
        nets[(arcs == NONE) | self._is_held[labels]] = -np.inf
        nets[is_weak & (self._n_held[seekers] > 0)[:, None]] = -np.inf
        rows = np.arange(len(seekers))

        def best() -> tuple[FloatArray, IntArray]:
            at = nets.argmax(axis=1)
            return nets[rows, at], at

        def take(who: IntArray, at: IntArray) -> IntArray:
            is_closed = is_weak[who] | (labels[who] == labels[who, at][:, None])
            nets[who] = np.where(is_closed, -np.inf, nets[who])
            return arcs[who, at].astype(np.intp)

        return _choose(self._n_free[seekers], best, take)

    def _choose_among_all(self, seekers: IntArray, prices: FloatArray) -> Choice:
        """The best of all arcs; the seekers' shortlists are drawn up on the way."""
        segments = Segments.of(self._starts, seekers)
        arcs = segments.arcs
        nets = self._values[arcs] - prices[self._j[arcs]]
        self._shortlists.draw_up(seekers, segments, nets)
        labels, is_weak = self._labels[arcs], self._values[arcs] < self._reserve
        nets[self._is_held[labels]] = -np.inf
        nets[is_weak & np.repeat(self._n_held[seekers] > 0, segments.sizes)] = -np.inf

        def best() -> tuple[FloatArray, IntArray]:
            return segments.best(nets)

        def take(_who: IntArray, at: IntArray) -> IntArray:
            self._is_held[labels[at]] = True
            nets[self._is_held[labels] | is_weak] = -np.inf
            return arcs[at]

        return _choose(self._n_free[seekers], best, take)


def _choose(
    n_free: IntArray,
    best: Callable[[], tuple[FloatArray, IntArray]],
    take: Callable[[IntArray, IntArray], IntArray],
) -> Choice:
    """One pick after the other for everybody's free slots; shape (seekers,).

    `best` gives the largest net of each seeker and where it is. `take` closes what a pick rules
    out: the arcs of its organization, and weak ones, of which one may only be a first card.
    """
    next_best = np.zeros(len(n_free))
    is_bidding = n_free > 0
    picks, owners = [np.empty(0, dtype=np.intp)], [np.empty(0, dtype=np.intp)]
    for n_picked in range(int(n_free.max(initial=0)) + 1):
        largest, at = best()
        is_bidding &= largest > 0
        is_done = is_bidding & (n_free == n_picked)
        next_best[is_done] = largest[is_done]
        is_bidding &= ~is_done
        who = np.flatnonzero(is_bidding)
        if not len(who):
            break
        picks.append(take(who, at[who]))
        owners.append(who)
    return Choice(np.concatenate(picks), np.concatenate(owners), next_best)
