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
    starts, j, values = problem.starts(), problem.arcs.j, problem.values
    for seeker in np.flatnonzero((board.n_held == 0) & (problem.slots > 0)).tolist():
        first, last = starts[seeker], starts[seeker + 1]
        usable = np.where(board.has_room[j[first:last]], values[first:last], 0.0)
        best = int(usable.argmax()) if len(usable) else 0
        if len(usable) and usable[best] > 0:
            arc = int(first) + best
            board.make_place(int(j[arc]))
            board.hold(arc)
    return replace(allocation, chosen=board.chosen())


class _Board:
    """Who holds what, by giver, and which givers could take one more in."""

    def __init__(self, problem: Problem, allocation: Allocation) -> None:
        self._problem = problem
        self._held: list[set[int]] = [set() for _ in problem.quotas]
        self._of_seeker: dict[int, set[int]] = {}
        self.n_held = np.zeros(len(problem.slots), dtype=np.intp)
        self.has_room = np.zeros(len(problem.quotas), dtype=bool)
        for arc in allocation.chosen.tolist():
            self._enter(arc)
        for giver in range(len(problem.quotas)):
            self._review(giver)

    def hold(self, arc: int) -> None:
        """Take an arc in."""
        self._enter(arc)
        self._review(int(self._problem.arcs.j[arc]))

    def make_place(self, giver: int) -> None:
        """Release the giver's least valuable spare card if it is full; of equals the later one."""
        if len(self._held[giver]) < self._problem.quotas[giver]:
            return
        values = self._problem.values
        released = min(self._spare(giver), key=lambda arc: (values[arc], -arc))
        seeker = int(self._problem.arcs.i[released])
        self._held[giver].remove(released)
        self._of_seeker[seeker].remove(released)
        self.n_held[seeker] -= 1
        # What the seeker keeps may now be its only card, and spare no more.
        for arc in self._of_seeker[seeker]:
            self._review(int(self._problem.arcs.j[arc]))

    def chosen(self) -> IntArray:
        """All arcs held, ascending."""
        return np.array(sorted(arc for held in self._held for arc in held), dtype=np.intp)

    def _enter(self, arc: int) -> None:
        seeker = int(self._problem.arcs.i[arc])
        self._held[self._problem.arcs.j[arc]].add(arc)
        self._of_seeker.setdefault(seeker, set()).add(arc)
        self.n_held[seeker] += 1

    def _spare(self, giver: int) -> list[int]:
        i, n_held = self._problem.arcs.i, self.n_held
        return [arc for arc in self._held[giver] if n_held[i[arc]] > 1]

    def _review(self, giver: int) -> None:
        is_free = len(self._held[giver]) < self._problem.quotas[giver]
        self.has_room[giver] = is_free or bool(self._spare(giver))
