"""The best pairs of one block of scores."""

from dataclasses import dataclass

import numpy as np

from matching.engine.candidates.sources import Source
from matching.engine.selection import (
    LOWEST,
    best_of_groups,
    lower_masked,
    row_thresholds,
)
from matching.engine.types import BoolArray, Float32Array, Int32Array, IntArray
from matching.engine.vocabulary import SparseScores

# From a share of pairs with a score on, one pass over all costs less than several over those.
DENSE_FROM = 1 / 8
# Of equal sparse scores the pair closer in the first dense source is taken first.
CLOSENESS_SHARE = np.float32(2**-10)


@dataclass(frozen=True, slots=True)
class Entries:
    """Entries of a block: rows and givers as positions in it, and scores; shape (entries,)."""

    i: IntArray
    j: IntArray
    scores: Float32Array

    def take(self, positions: IntArray | BoolArray) -> "Entries":
        """Some of them."""
        return Entries(self.i[positions], self.j[positions], self.scores[positions])


@dataclass(frozen=True, slots=True)
class Ranked:
    """The best of each row of a block, and what may be among the best of a column."""

    of_rows: Entries
    for_columns: Entries | None = None


def dense_best(scores: Float32Array, source: Source, column_thresholds: Float32Array) -> Ranked:
    """The best among all entries of a block, masked ones lowered.

    For a column, entries above its threshold are kept, shape (givers,): an older, lower one
    lets more through, and loses none.
    """
    row_least = row_thresholds(scores, source.per_seeker, source.above)
    is_kept = scores >= row_least[:, None]
    if source.per_giver:
        is_kept |= scores > column_thresholds
    flat = np.flatnonzero(is_kept)
    i, j = np.divmod(flat, scores.shape[1])
    kept = Entries(i, j, scores.ravel()[flat])
    of_rows = _best_of_rows(kept.take(kept.scores >= row_least[i]), source.per_seeker)
    if not source.per_giver:
        return Ranked(of_rows)
    return Ranked(of_rows, kept.take(kept.scores > column_thresholds[j]))


def sparse_best(
    scores: SparseScores, allowed: BoolArray, closeness: Float32Array | None, source: Source
) -> Ranked:
    """The best of each row among the entries that are stored."""
    n_rows, n_columns = scores.shape
    if source.above >= 0 and scores.nnz >= DENSE_FROM * n_rows * n_columns:
        return _filled_best(scores.toarray(), allowed, closeness, source)
    sizes = np.diff(scores.indptr)
    flat = np.repeat(np.arange(n_rows) * n_columns, sizes) + scores.indices
    found = np.where(scores.data > source.above, scores.data, np.float32(-np.inf))
    found[~allowed.ravel().take(flat)] = -np.inf
    if closeness is not None:
        found += CLOSENESS_SHARE * closeness.ravel().take(flat)
    thresholds = _segment_thresholds(found, scores.indptr, source.per_seeker)
    passing = np.flatnonzero(found >= np.repeat(thresholds, sizes))
    # By position, so that the first of equals is the first offer.
    passing = passing[np.argsort(flat[passing])]
    i, j = np.divmod(flat[passing], n_columns)
    return Ranked(_best_of_rows(Entries(i, j, found[passing]), source.per_seeker))


def _filled_best(
    scores: Float32Array, allowed: BoolArray, closeness: Float32Array | None, source: Source
) -> Ranked:
    """`sparse_best`, of scores with 0 where there is none; they are overwritten."""
    is_scored = scores > source.above
    if closeness is not None:
        scores += CLOSENESS_SHARE * closeness
    lower_masked(scores, allowed & is_scored)
    thresholds = row_thresholds(scores, source.per_seeker, -np.inf)
    flat = np.flatnonzero(scores >= thresholds[:, None])
    i, j = np.divmod(flat, scores.shape[1])
    return Ranked(_best_of_rows(Entries(i, j, scores.ravel()[flat]), source.per_seeker))


def _best_of_rows(entries: Entries, k: int) -> Entries:
    return entries.take(best_of_groups(entries.i, entries.scores, k))


def _segment_thresholds(found: Float32Array, bounds: Int32Array, k: int) -> Float32Array:
    """The k-th largest entry of each row, whose entries lie between its bounds; shape (rows,)."""
    thresholds = np.full(len(bounds) - 1, LOWEST, dtype=np.float32)
    if k <= 0:
        thresholds[:] = np.inf
        return thresholds
    ends = bounds.tolist()
    for row in np.flatnonzero(np.diff(bounds) > k).tolist():
        entries = found[ends[row] : ends[row + 1]]
        thresholds[row] = np.partition(entries, len(entries) - k)[len(entries) - k]
    return np.maximum(thresholds, LOWEST)
