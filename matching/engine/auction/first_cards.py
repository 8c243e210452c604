"""Everyone gets a first card before anyone keeps a second.

The auction maximizes the sum; where places are scarce it may leave a need with nothing while
another holds three cards. This pass mends it at the least cost, within the same limits.
"""

from dataclasses import replace

import numpy as np

from matching.engine.auction.ascending import Allocation
from matching.engine.auction.problem import Problem
from matching.engine.types import IntArray


def grant_first_cards(problem: Problem, allocation: Allocation) -> Allocation:
    """Give each seeker without a card its best arc that has a place, or that a richer one holds.

    The place of a full giver is taken from the least valuable of its cards whose seeker holds
    another one. Seekers for whom there is no such arc stay without. Prices stay.
    """
    board = _Board(problem, allocation)
    starts = problem.starts()
    for seeker in np.flatnonzero((board.n_held == 0) & (problem.slots > 0)):
        arcs = np.arange(starts[seeker], starts[seeker + 1])
        for arc in arcs[np.argsort(-problem.values[arcs], kind="stable")]:
            if problem.values[arc] > 0 and board.make_place(int(problem.arcs.j[arc])):
                board.hold(int(arc))
                break
    return replace(allocation, chosen=board.chosen())


class _Board:
    """Who holds what, by giver."""

    def __init__(self, problem: Problem, allocation: Allocation) -> None:
        self._problem = problem
        self._held: list[set[tuple[float, int]]] = [set() for _ in problem.quotas]
        self.n_held = np.zeros(len(problem.slots), dtype=np.intp)
        for arc in allocation.chosen:
            self.hold(int(arc))

    def hold(self, arc: int) -> None:
        """Take an arc in; of equal values the later one is nearer to leaving."""
        self._held[self._problem.arcs.j[arc]].add((float(self._problem.values[arc]), -arc))
        self.n_held[self._problem.arcs.i[arc]] += 1

    def make_place(self, giver: int) -> bool:
        """Whether the giver now has a free place, if need be by releasing a spare card."""
        held = self._held[giver]
        if len(held) < self._problem.quotas[giver]:
            return True
        spare = [entry for entry in held if self.n_held[self._problem.arcs.i[-entry[1]]] > 1]
        if not spare:
            return False
        released = min(spare)
        held.remove(released)
        self.n_held[self._problem.arcs.i[-released[1]]] -= 1
        return True

    def chosen(self) -> IntArray:
        """All arcs held, ascending."""
        return np.array(sorted(-arc for held in self._held for _, arc in held), dtype=np.intp)
