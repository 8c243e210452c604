"""A few arcs of each seeker that hold its next bids, so that a bid does not look at all of them.

Prices only rise, so net values only fall: what was outside a shortlist when it was drawn up is
worth at most `outside` ever after. A choice within the list whose next best is worth more than
that is the choice among all.
"""

import numpy as np

from matching.engine.auction.segments import Segments
from matching.engine.selection import best_of_groups
from matching.engine.types import BoolArray, FloatArray, Int32Array, IntArray

LENGTH = 32
NONE = -1


class Shortlists:
    """At most `LENGTH` arcs of each seeker, ascending, then `NONE`."""

    def __init__(self, n_seekers: int) -> None:
        self._arcs: Int32Array = np.full((n_seekers, LENGTH), NONE, dtype=np.int32)
        self._outside: FloatArray = np.full(n_seekers, np.inf)

    def of(self, seekers: IntArray) -> Int32Array:
        """Their arcs; shape (seekers, LENGTH)."""
        return self._arcs[seekers]

    def can_hold(self, seekers: IntArray) -> BoolArray:
        """Who has a list at all; shape (seekers,)."""
        return self._outside[seekers] < np.inf

    def hold(self, seekers: IntArray, next_best: FloatArray) -> BoolArray:
        """Whether a choice within the lists is one among all arcs; shape (seekers,)."""
        outside = self._outside[seekers]
        return np.asarray((next_best > outside) | (outside <= 0))

    def draw_up(self, seekers: IntArray, segments: Segments, nets: FloatArray) -> None:
        """Take the best arcs of these seekers' segments by `nets`, of shape (arcs,).

        Which arcs they are need not be exact, for the worth of the others is.
        """
        owners = np.repeat(np.arange(len(seekers)), segments.sizes)
        best = np.sort(best_of_groups(owners, nets.astype(np.float32), LENGTH))
        owners = owners[best]
        ranks = np.arange(len(best)) - np.searchsorted(owners, owners)
        self._arcs[seekers] = NONE
        self._arcs[seekers[owners], ranks] = segments.arcs[best]
        others = nets.copy()
        others[best] = -np.inf
        self._outside[seekers] = np.maximum.reduceat(others, segments.offsets)
