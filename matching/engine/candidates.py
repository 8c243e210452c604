"""Which pairs are worth a score: the best of every seeker and of every giver, by several sources.

Taking both sides' best matters: from the seekers' side alone a third of the givers is never seen.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from matching.engine.config import KindConfig
from matching.engine.features import FeatureTables
from matching.engine.partition import Arcs, Partition
from matching.engine.selection import (
    LOWEST,
    ColumnBest,
    best_of_groups,
    distinct,
    lower_masked,
    row_thresholds,
)
from matching.engine.types import BoolArray, Float32Array, Int32Array, IntArray, Vectors, Words
from matching.engine.vocabulary import BlockProduct, SparseScores

# A block of scores stays near the processor, and a product of it is still fast.
BLOCK_ROWS = 256
# From a share of pairs with a score on, one pass over all costs less than several over those.
DENSE_FROM = 1 / 16
# Of equal sparse scores the pair closer in the first dense source is taken first.
CLOSENESS_SHARE = np.float32(2**-10)

BlockScores = Callable[[slice], Float32Array | SparseScores]
BlockMask = Callable[[slice], BoolArray]


@dataclass(frozen=True, slots=True)
class Source:
    """One way of ranking pairs: `scores(rows)` has shape (rows, givers), values within (-50, 50).

    Only pairs that score above `above` are taken, at most so many per seeker and per giver.
    Scores may be dense, or sparse where most pairs have none; the dense array is overwritten.
    """

    scores: BlockScores
    per_seeker: int
    per_giver: int = 0
    above: float = 0.0


def sources_for(
    partition: Partition, tables: FeatureTables, config: KindConfig
) -> tuple[Source, ...]:
    """Texts from both sides; words, skills and acquaintances in common from the seeker's."""
    words = partition.words
    by_words = () if words is None else (_words_source(words, config.candidates_by_words),)
    return (
        Source(
            text_scores(partition.vectors),
            per_seeker=config.candidates_per_side,
            per_giver=config.candidates_per_side,
            above=-np.inf,
        ),
        *by_words,
        Source(tables.skills.overlap(), per_seeker=config.candidates_by_skills),
        Source(tables.neighbors.block(), per_seeker=config.candidates_by_graph),
    )


def _words_source(words: Words, per_seeker: int) -> Source:
    # By stems alone: of parts of words, every offer has some.
    needs, offers = words.needs[:, : words.n_stems], words.offers[:, : words.n_stems]
    return Source(BlockProduct.of(needs, offers), per_seeker=per_seeker)


def text_scores(vectors: Vectors) -> Callable[[slice], Float32Array]:
    """The mean cosine of both directions, as one exact float32 product per block."""
    half = np.float32(0.5)
    givers = np.ascontiguousarray(np.hstack([vectors.offers, vectors.wishes]).T)
    givers *= half

    def scores(rows: slice) -> Float32Array:
        # Joined block by block: a second copy of all vectors would cost as much as the market.
        seekers = np.hstack([vectors.needs[rows], vectors.profiles[rows]])
        return np.asarray(seekers @ givers, dtype=np.float32)

    return scores


def collect(sources: Sequence[Source], mask: BlockMask, shape: tuple[int, int]) -> Arcs:
    """The union of what the sources rank best among the pairs that the mask allows.

    `shape` is (seekers, givers). Exact: every pair is scored, in blocks of `BLOCK_ROWS` rows. Of
    equal scores the closer pair by the first dense source is taken, then the first by position.
    """
    n_seekers, n_givers = shape
    if not n_seekers or not n_givers:
        return Arcs(np.empty(0, dtype=np.intp), np.empty(0, dtype=np.intp))
    best = [ColumnBest(n_givers, source.per_giver) for source in sources]
    keys: list[IntArray] = []
    for rows in _blocks(n_seekers):
        allowed = mask(rows)
        closeness: Float32Array | None = None
        for source, giver_best in zip(sources, best, strict=True):
            scores = source.scores(rows)
            if isinstance(scores, np.ndarray):
                lower_masked(scores, allowed)
                closeness = scores if closeness is None else closeness
                i, j = _dense_best(scores, source, giver_best, rows.start)
            else:
                i, j = _sparse_best(scores, allowed, closeness, source)
            keys.append((i + rows.start) * n_givers + j)
    for giver_best in best:
        i, j = giver_best.entries()
        keys.append(i * n_givers + j)
    chosen = distinct(np.concatenate(keys))
    return Arcs(chosen // n_givers, chosen % n_givers)


def _dense_best(
    scores: Float32Array, source: Source, giver_best: ColumnBest, start: int
) -> tuple[IntArray, IntArray]:
    """The best of each row; what may be among the best of a column goes to `giver_best`."""
    if start == 0:
        giver_best.warm_up(scores, source.above)
    of_rows = row_thresholds(scores, source.per_seeker, source.above)
    is_kept = scores >= of_rows[:, None]
    if source.per_giver:
        is_kept |= scores > giver_best.thresholds
    flat = np.flatnonzero(is_kept)
    i, j = np.divmod(flat, scores.shape[1])
    found = scores.ravel()[flat]
    if source.per_giver:
        for_column = found > giver_best.thresholds[j]
        giver_best.add(found[for_column], i[for_column] + start, j[for_column])
        for_row = found >= of_rows[i]
        i, j, found = i[for_row], j[for_row], found[for_row]
    best = best_of_groups(i, found, source.per_seeker)
    return i[best], j[best]


def _sparse_best(
    scores: SparseScores, allowed: BoolArray, closeness: Float32Array | None, source: Source
) -> tuple[IntArray, IntArray]:
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
    best = best_of_groups(i, found[passing], source.per_seeker)
    return i[best], j[best]


def _filled_best(
    scores: Float32Array, allowed: BoolArray, closeness: Float32Array | None, source: Source
) -> tuple[IntArray, IntArray]:
    """`_sparse_best`, of scores with 0 where there is none; they are overwritten."""
    is_scored = scores > source.above
    if closeness is not None:
        scores += CLOSENESS_SHARE * closeness
    lower_masked(scores, allowed & is_scored)
    thresholds = row_thresholds(scores, source.per_seeker, -np.inf)
    flat = np.flatnonzero(scores >= thresholds[:, None])
    i, j = np.divmod(flat, scores.shape[1])
    best = best_of_groups(i, scores.ravel()[flat], source.per_seeker)
    return i[best], j[best]


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


def _blocks(n_rows: int) -> Iterator[slice]:
    for start in range(0, n_rows, BLOCK_ROWS):
        yield slice(start, min(start + BLOCK_ROWS, n_rows))
