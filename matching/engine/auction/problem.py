"""The allocation problem: which arcs to choose."""

from dataclasses import dataclass

import numpy as np

from matching.engine.partition import Arcs
from matching.engine.types import FloatArray, IntArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Maximize the sum of the values of the chosen arcs.

    A seeker holds at most `slots` arcs, at most one of each giver's `group` (so one card per
    organization), and at most one below the `reserve`; a giver at most `quotas` arcs.

    Shapes: `values` (arcs,), `slots` (seekers,), `quotas` and `groups` (givers,). Arcs are
    sorted by (i, j); positions break ties, so they should follow the ids.
    """

    arcs: Arcs
    values: FloatArray
    slots: IntArray
    quotas: IntArray
    groups: IntArray
    reserve: float = 0.0
    epsilon: float = 0.005

    def starts(self) -> IntArray:
        """Where each seeker's arcs begin, and the end of the last; shape (seekers + 1,)."""
        return np.searchsorted(self.arcs.i, np.arange(len(self.slots) + 1)).astype(np.intp)
