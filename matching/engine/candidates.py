"""Which pairs are worth a score: the best of every seeker and of every giver, by several sources.

Taking both sides' best matters: from the seekers' side alone a third of the givers is never seen.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from matching.engine.config import KindConfig
from matching.engine.features import FeatureTables
from matching.engine.partition import Arcs, Partition
from matching.engine.types import BoolArray, Float32Array, IntArray, Vectors

BLOCK_ROWS = 512

BlockScores = Callable[[slice], Float32Array]
BlockMask = Callable[[slice], BoolArray]


@dataclass(frozen=True, slots=True)
class Source:
    """One way of ranking pairs: `scores(rows)` has shape (rows, givers).

    Only pairs that score above `above` are taken, at most so many per seeker and per giver.
    """

    scores: BlockScores
    per_seeker: int
    per_giver: int = 0
    above: float = 0.0


def sources_for(
    partition: Partition, tables: FeatureTables, config: KindConfig
) -> tuple[Source, ...]:
    """Texts from both sides; shared skills and shared acquaintances from the seeker's."""
    return (
        Source(
            text_scores(partition.vectors),
            per_seeker=config.candidates_per_side,
            per_giver=config.candidates_per_side,
            above=-np.inf,
        ),
        Source(tables.skills.overlap, per_seeker=config.candidates_by_skills),
        Source(tables.neighbors.block, per_seeker=config.candidates_by_graph),
    )


def text_scores(vectors: Vectors) -> BlockScores:
    """The mean cosine of both directions, as one exact float32 product per block."""
    half = np.float32(np.sqrt(0.5))
    seekers = np.hstack([vectors.needs, vectors.profiles]) * half
    givers = np.ascontiguousarray((np.hstack([vectors.offers, vectors.wishes]) * half).T)

    def scores(rows: slice) -> Float32Array:
        return np.asarray(seekers[rows] @ givers, dtype=np.float32)

    return scores


def collect(sources: Sequence[Source], mask: BlockMask, shape: tuple[int, int]) -> Arcs:
    """The union of what the sources rank best among the pairs that the mask allows.

    `shape` is (seekers, givers). Exact: every pair is scored, in blocks of `BLOCK_ROWS` rows.
    """
    n_seekers, n_givers = shape
    if not n_seekers or not n_givers:
        return Arcs(np.empty(0, dtype=np.intp), np.empty(0, dtype=np.intp))
    best = [_GiverBest(n_givers, source.per_giver) for source in sources]
    keys: list[IntArray] = []
    for rows in _blocks(n_seekers):
        allowed = mask(rows)
        for source, giver_best in zip(sources, best, strict=True):
            scores = source.scores(rows)
            scores[~(allowed & (scores > source.above))] = -np.inf
            i, j = top_of_rows(scores, source.per_seeker)
            keys.append((i + rows.start) * n_givers + j)
            giver_best.add(scores, rows.start)
    keys += [giver_best.keys() for giver_best in best]
    chosen = np.unique(np.concatenate(keys))
    return Arcs(chosen // n_givers, chosen % n_givers)


def top_of_rows(scores: Float32Array, k: int) -> tuple[IntArray, IntArray]:
    """Positions (row, column) of the k best finite scores of each row."""
    n_columns = scores.shape[1]
    if k <= 0:
        return np.empty(0, dtype=np.intp), np.empty(0, dtype=np.intp)
    if k < n_columns:
        columns = np.argpartition(scores, n_columns - k, axis=1)[:, n_columns - k :]
    else:
        columns = np.broadcast_to(np.arange(n_columns), scores.shape)
    rows = np.broadcast_to(np.arange(len(scores))[:, None], columns.shape)
    is_finite = np.isfinite(scores[rows, columns])
    return rows[is_finite], columns[is_finite]


class _GiverBest:
    """The k best seekers of every giver, kept over the blocks."""

    def __init__(self, n_givers: int, k: int) -> None:
        self._k = k
        self._scores = np.full((n_givers, k), -np.inf, dtype=np.float32)
        self._rows = np.zeros((n_givers, k), dtype=np.intp)

    def add(self, scores: Float32Array, start: int) -> None:
        """Take in a block of shape (rows, givers) whose first row is `start`."""
        if not self._k:
            return
        n_rows, n_givers = scores.shape
        numbers = np.broadcast_to(np.arange(start, start + n_rows), (n_givers, n_rows))
        all_scores = np.hstack([self._scores, scores.T])
        all_rows = np.hstack([self._rows, numbers])
        kept = np.argpartition(all_scores, n_rows, axis=1)[:, n_rows:]
        self._scores = np.take_along_axis(all_scores, kept, axis=1)
        self._rows = np.take_along_axis(all_rows, kept, axis=1)

    def keys(self) -> IntArray:
        """All that is kept, as row * givers + column."""
        n_givers = len(self._scores)
        columns = np.broadcast_to(np.arange(n_givers)[:, None], self._rows.shape)
        is_finite = np.isfinite(self._scores)
        return self._rows[is_finite] * n_givers + columns[is_finite]


def _blocks(n_rows: int) -> Iterator[slice]:
    for start in range(0, n_rows, BLOCK_ROWS):
        yield slice(start, min(start + BLOCK_ROWS, n_rows))
