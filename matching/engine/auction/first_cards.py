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
        chosen = allocation.chosen
        self._i, self._j = problem.arcs.i, problem.arcs.j
        self._values, self._quotas = problem.values, problem.quotas
        self._held: list[set[int]] = [set() for _ in problem.quotas]
        self._of_seeker: dict[int, set[int]] = {}
        for arc, seeker, giver in zip(
            chosen.tolist(), self._i[chosen].tolist(), self._j[chosen].tolist(), strict=True
        ):
            self._held[giver].add(arc)
            self._of_seeker.setdefault(seeker, set()).add(arc)
        self.n_held = np.bincount(self._i[chosen], minlength=len(problem.slots))
        # Cards whose seeker holds another one.
        spare = chosen[self.n_held[self._i[chosen]] > 1]
        self._n_spare = np.bincount(self._j[spare], minlength=len(problem.quotas))
        n_taken = np.bincount(self._j[chosen], minlength=len(problem.quotas))
        self.has_room = (n_taken < problem.quotas) | (self._n_spare > 0)

    def hold(self, arc: int) -> None:
        """Take an arc in for a seeker that has none."""
        seeker, giver = int(self._i[arc]), int(self._j[arc])
        self._held[giver].add(arc)
        self._of_seeker[seeker] = {arc}
        self.n_held[seeker] = 1
        self._review(giver)

    def make_place(self, giver: int) -> None:
        """Release the giver's least valuable spare card if it is full; of equals the later one."""
        if len(self._held[giver]) < self._quotas[giver]:
            return
        spare = [arc for arc in self._held[giver] if self.n_held[self._i[arc]] > 1]
        released = min(spare, key=lambda arc: (self._values[arc], -arc))
        seeker = int(self._i[released])
        self._held[giver].remove(released)
        self._n_spare[giver] -= 1
        self._of_seeker[seeker].remove(released)
        self.n_held[seeker] -= 1
        if self.n_held[seeker] == 1:
            # What the seeker keeps is its only card now, and spare no more.
            (last,) = self._of_seeker[seeker]
            self._n_spare[self._j[last]] -= 1
            self._review(int(self._j[last]))

    def chosen(self) -> IntArray:
        """All arcs held, ascending."""
        return np.array(sorted(arc for held in self._held for arc in held), dtype=np.intp)

    def _review(self, giver: int) -> None:
        is_free = len(self._held[giver]) < self._quotas[giver]
        self.has_room[giver] = is_free or self._n_spare[giver] > 0
