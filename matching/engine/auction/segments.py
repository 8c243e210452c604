"""The best of each seeker's arcs, for many seekers at once."""

from dataclasses import dataclass

import numpy as np

from matching.engine.types import BoolArray, FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class Segments:
    """The arcs of some seekers, one segment each, none empty.

    `arcs` are positions in the problem, shape (arcs,); `offsets` where each segment begins and
    `sizes` how long it is, shape (seekers,).
    """

    arcs: IntArray
    offsets: IntArray
    sizes: IntArray

    @staticmethod
    def of(starts: IntArray, seekers: IntArray) -> "Segments":
        """The segments of these seekers; each must have an arc. `starts` is the problem's."""
        sizes = starts[seekers + 1] - starts[seekers]
        offsets = np.cumsum(sizes) - sizes
        arcs = np.arange(int(sizes.sum())) + np.repeat(starts[seekers] - offsets, sizes)
        return Segments(arcs, offsets, sizes)

    def best(self, nets: FloatArray) -> tuple[FloatArray, IntArray]:
        """The largest net of each segment and its position in `arcs`, the first of equals."""
        largest = np.maximum.reduceat(nets, self.offsets)
        at = np.flatnonzero(nets == np.repeat(largest, self.sizes))
        return largest, at[np.searchsorted(at, self.offsets)]


def labels_in_segments(i: IntArray, labels: IntArray) -> IntArray:
    """One number per distinct (i, label), from 0; shape (arcs,)."""
    keys = i * (labels.max(initial=0) + 1) + labels
    order = np.argsort(keys, kind="stable")
    is_new = np.ones(len(keys), dtype=bool)
    is_new[1:] = np.diff(keys[order]) > 0
    numbers = np.empty(len(keys), dtype=np.intp)
    numbers[order] = np.cumsum(is_new) - 1
    return numbers


def greedy_gains(
    segments: Segments, nets: FloatArray, slots: IntArray, labels: IntArray
) -> FloatArray:
    """The sum of each segment's best positive nets, at most one of each label, at most `slots`.

    Labels number the arcs of one segment only, so this greedy choice is the best one. `nets` and
    `labels` have shape (arcs,), `slots` (seekers,).
    """
    gains = np.zeros(len(segments.sizes))
    left = nets.copy()
    is_taken: BoolArray = np.zeros(int(labels.max(initial=-1)) + 1, dtype=bool)
    for taken in range(int(slots.max(initial=0))):
        largest, at = segments.best(left)
        is_used = (largest > 0) & (slots > taken)
        if not is_used.any():
            break
        gains[is_used] += largest[is_used]
        is_taken[labels[at[is_used]]] = True
        left[is_taken[labels]] = -np.inf
    return gains
