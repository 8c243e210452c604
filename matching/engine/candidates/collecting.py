"""The union of what all sources rank best, seen block by block."""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain

import numpy as np

from matching.engine.candidates.ranking import Ranked, dense_best, sparse_best
from matching.engine.candidates.sources import Source
from matching.engine.parallel import Check, go_on, in_threads
from matching.engine.partition import Arcs
from matching.engine.selection import ColumnBest, distinct, lower_masked
from matching.engine.types import BoolArray, Float32Array, IntArray

# A block of scores stays near the processor, and a product of it is still fast.
BLOCK_ROWS = 256

BlockMask = Callable[[slice], BoolArray]


def collect(
    sources: Sequence[Source], mask: BlockMask, shape: tuple[int, int], check: Check = go_on
) -> Arcs:
    """The union of what the sources rank best among the pairs that the mask allows.

    `shape` is (seekers, givers). Exact: every pair is scored, in blocks of `BLOCK_ROWS` rows,
    several at once. Of equal scores the closer pair by the first dense source is taken, then the
    first by position.
    """
    n_seekers, n_givers = shape
    if not n_seekers or not n_givers:
        return Arcs(np.empty(0, dtype=np.intp), np.empty(0, dtype=np.intp))
    board = _Board(sources, mask, n_givers)
    first, *others = _blocks(n_seekers)
    # The first sets the thresholds that spare the others most of their entries.
    for rows, ranked in zip(
        (first, *others),
        chain([board.rank(first)], in_threads(board.rank, others, check)),
        strict=True,
    ):
        board.keep(rows, ranked)
    chosen = board.keys()
    return Arcs(chosen // n_givers, chosen % n_givers)


class _Board:
    """What is kept of the blocks so far. Blocks are ranked in any order, and kept in theirs."""

    def __init__(self, sources: Sequence[Source], mask: BlockMask, n_givers: int) -> None:
        self._sources = sources
        self._mask = mask
        self._n_givers = n_givers
        self._columns = [ColumnBest(n_givers, source.per_giver) for source in sources]
        self._keys: list[IntArray] = []

    def rank(self, rows: slice) -> list[Ranked]:
        """The best of a block by each source."""
        allowed = self._mask(rows)
        closeness: Float32Array | None = None
        found = []
        for source, column_best in zip(self._sources, self._columns, strict=True):
            scores = source.scores(rows)
            if isinstance(scores, np.ndarray):
                lower_masked(scores, allowed)
                closeness = scores if closeness is None else closeness
                if rows.start == 0:
                    column_best.warm_up(scores, source.above)
                found.append(dense_best(scores, source, column_best.thresholds))
            else:
                found.append(sparse_best(scores, allowed, closeness, source))
        return found

    def keep(self, rows: slice, ranked: Sequence[Ranked]) -> None:
        """Take in the next block."""
        for one, column_best in zip(ranked, self._columns, strict=True):
            self._keys.append((one.of_rows.i + rows.start) * self._n_givers + one.of_rows.j)
            if one.for_columns is not None:
                entries = one.for_columns
                column_best.add(entries.scores, entries.i + rows.start, entries.j)

    def keys(self) -> IntArray:
        """Row times givers plus column of all that is kept, ascending."""
        of_columns = (column_best.entries() for column_best in self._columns)
        return distinct(
            np.concatenate([*self._keys, *(i * self._n_givers + j for i, j in of_columns)])
        )


def _blocks(n_rows: int) -> Iterator[slice]:
    for start in range(0, n_rows, BLOCK_ROWS):
        yield slice(start, min(start + BLOCK_ROWS, n_rows))
