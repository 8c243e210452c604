"""The k best of each row and of each column of a matrix that is seen block by block. Exact.

Nearly all entries are dropped by one comparison with a threshold that no better entry can fail:
of a row, the k-th largest of the maxima of its parts; of a column, the k-th best so far. Only the
few that pass are sorted. Of equal scores the first position holds.
"""

import numpy as np

from matching.engine.types import BoolArray, Float32Array, Int32Array, IntArray

# A score below it is none: masked entries are lowered by PENALTY. Scores stay far within.
LOWEST = np.float32(-50.0)
PENALTY = np.int8(100)
_PARTS_PER_K = 6


def lower_masked(scores: Float32Array, allowed: BoolArray) -> None:
    """Bring what is not allowed below `LOWEST`, in place; what is allowed keeps its score.

    A subtraction of bytes is a tenth of the time of an assignment under a mask.
    """
    np.subtract(scores, np.logical_not(allowed).view(np.int8) * PENALTY, out=scores)


def row_thresholds(scores: Float32Array, k: int, above: float) -> Float32Array:
    """A score per row that its k best reach, and at least one above `above`; shape (rows,)."""
    lowest = np.nextafter(np.float32(max(above, float(LOWEST))), np.float32(np.inf))
    n_rows, n_columns = scores.shape
    if k <= 0:
        return np.full(n_rows, np.inf, dtype=np.float32)
    if k >= n_columns:
        return np.full(n_rows, lowest, dtype=np.float32)
    n_parts = _PARTS_PER_K * k
    if n_columns >= 2 * n_parts:
        # The k-th largest maximum of disjoint parts: k entries at least reach it.
        whole = n_columns // n_parts * n_parts
        scores = scores[:, :whole].reshape(n_rows, -1, n_parts).max(axis=1)
    found = np.partition(scores, scores.shape[1] - k, axis=1)[:, scores.shape[1] - k]
    return np.maximum(found, lowest)


def best_of_groups(groups: IntArray | Int32Array, scores: Float32Array, k: int) -> IntArray:
    """Positions of the k best scores of each group, sorted by group; ties by position.

    Shapes (entries,). Groups are numbered from 0.
    """
    if not len(groups) or k <= 0:
        return np.empty(0, dtype=np.intp)
    counts = np.bincount(groups)
    if counts.max() <= k:
        return np.argsort(groups, kind="stable")
    order = _by_group_and_score(groups, scores)
    starts = np.cumsum(counts) - counts
    ranks = np.arange(len(order)) - np.repeat(starts, counts)
    return np.asarray(order[ranks < k])


def distinct(keys: IntArray) -> IntArray:
    """The distinct keys, ascending; `keys` is sorted in place."""
    keys.sort()
    is_first = np.ones(len(keys), dtype=bool)
    is_first[1:] = keys[1:] != keys[:-1]
    return keys[is_first]


def _by_group_and_score(groups: IntArray | Int32Array, scores: Float32Array) -> IntArray:
    """Positions by group, best score first, then as they are.

    One sort of whole numbers, which a processor does several at a time: the group in the upper
    half of each, the bits of the score, in descending order, in the lower. Only where two are
    equal is the slower, stable sort needed.
    """
    bits = (scores + np.float32(0.0)).view(np.int32).astype(np.int64)
    # Bits of floats ascend with positive ones and descend with negative ones.
    ascending = np.where(bits < 0, np.int64(-(2**31)) - bits, bits)
    keys = (groups.astype(np.int64) << 32) - ascending
    order = np.argsort(keys)
    in_order = keys[order]
    if (in_order[1:] == in_order[:-1]).any():
        order = np.argsort(keys, kind="stable")
    return order


class ColumnBest:
    """The k best rows of every column, kept over the blocks; rows must come in ascending order."""

    def __init__(self, n_columns: int, k: int) -> None:
        self._k = k
        self._n_columns = n_columns
        self._scores = np.empty(0, dtype=np.float32)
        self._rows: Int32Array = np.empty(0, dtype=np.int32)
        self._columns: Int32Array = np.empty(0, dtype=np.int32)
        self._waiting: list[tuple[Float32Array, Int32Array, Int32Array]] = []
        self._n_waiting = 0
        # What a new entry must exceed: an equal one of a later row would lose.
        self.thresholds = np.full(n_columns, LOWEST if k > 0 else np.inf, dtype=np.float32)

    def warm_up(self, scores: Float32Array, above: float) -> None:
        """Set thresholds from the first block, of which nearly every entry would pass."""
        n_rows = len(scores)
        if 0 < self._k < n_rows:
            found = np.partition(scores, n_rows - self._k, axis=0)[n_rows - self._k]
            # Just below, so that the k-th best itself passes.
            self.thresholds = np.nextafter(found, np.float32(-np.inf))
        if self._k > 0:
            self.thresholds = np.maximum(self.thresholds, np.float32(max(above, float(LOWEST))))

    def add(self, scores: Float32Array, rows: IntArray, columns: IntArray) -> None:
        """Take in entries that exceed the thresholds; shape (entries,), rows ascending."""
        if not len(scores):
            return
        self._waiting.append((scores, rows.astype(np.int32), columns.astype(np.int32)))
        self._n_waiting += len(scores)
        if self._n_waiting * 2 > self._n_columns * self._k:
            self._merge()

    def entries(self) -> tuple[IntArray, IntArray]:
        """Rows and columns of all that is kept."""
        self._merge()
        return self._rows.astype(np.intp), self._columns.astype(np.intp)

    def _merge(self) -> None:
        if not self._waiting:
            return
        kept = [(self._scores, self._rows, self._columns), *self._waiting]
        self._waiting, self._n_waiting = [], 0
        scores, rows, columns = (np.concatenate(part) for part in zip(*kept, strict=True))
        best = best_of_groups(columns, scores, self._k)
        self._scores, self._rows, self._columns = scores[best], rows[best], columns[best]
        counts = np.bincount(columns[best], minlength=self._n_columns)
        starts = np.cumsum(counts) - counts
        is_full = counts == self._k
        if is_full.any():
            # Columns without an entry share their start with the next one: left out.
            least = np.minimum.reduceat(self._scores, starts[counts > 0])
            self.thresholds[is_full] = least[is_full[counts > 0]]
