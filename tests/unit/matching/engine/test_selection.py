import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from matching.engine.candidates import Source, collect
from matching.engine.selection import ColumnBest, best_of_groups, distinct, row_thresholds
from matching.engine.types import BoolArray, Float32Array, IntArray
from matching.engine.vocabulary import SparseScores

seeds = st.integers(0, 10**6)


def best(scores: Float32Array, rows: IntArray, columns: IntArray, k: int) -> set[tuple[int, int]]:
    """The k best of each row by a plain sort, of equals the first column."""
    found = set()
    for row in np.unique(rows):
        entries = np.flatnonzero(rows == row)
        order = entries[np.lexsort((columns[entries], -scores[entries]))]
        found |= {(int(row), int(columns[entry])) for entry in order[:k]}
    return found


@given(seeds, st.integers(1, 700), st.integers(1, 60), st.integers(1, 6), st.booleans())
@settings(max_examples=60, deadline=None)
def test_candidates_are_those_of_a_plain_sort(
    seed: int,
    n: int,
    m: int,
    k: int,
    has_ties: bool,  # noqa: FBT001  # drawn
) -> None:
    random = np.random.default_rng(seed)
    dense = random.uniform(-1, 1, (n, m)).astype(np.float32)
    if has_ties:
        dense = np.round(dense, 1)
    few = np.where(random.random((n, m)) < 0.3, np.round(random.random((n, m)), 1), 0.0)
    allowed = random.random((n, m)) < random.random()

    def dense_scores(rows: slice) -> Float32Array:
        return dense[rows].copy()

    def sparse_scores(rows: slice) -> SparseScores:
        return sparse.csr_array(few[rows].astype(np.float32))

    def mask(rows: slice) -> BoolArray:
        return allowed[rows]

    sources = [
        Source(dense_scores, per_seeker=k, per_giver=k, above=-np.inf),
        Source(sparse_scores, per_seeker=k),
    ]
    arcs = collect(sources, mask, (n, m))

    i, j = np.nonzero(allowed)
    expected = best(dense[i, j], i, j, k)
    expected |= {(row, column) for column, row in best(dense[i, j], j, i, k)}
    i, j = np.nonzero(allowed & (few > 0))
    closer = few[i, j].astype(np.float32) + np.float32(2**-10) * dense[i, j]
    expected |= best(closer, i, j, k)
    assert set(zip(arcs.i.tolist(), arcs.j.tolist(), strict=True)) == expected


@given(seeds, st.integers(1, 1_500), st.integers(1, 9))
@settings(max_examples=60, deadline=None)
def test_no_row_has_fewer_than_k_entries_at_its_threshold(seed: int, m: int, k: int) -> None:
    scores = np.random.default_rng(seed).uniform(-1, 1, (4, m)).astype(np.float32)
    reached = (scores >= row_thresholds(scores, k, -np.inf)[:, None]).sum(axis=1)
    assert (reached >= min(k, m)).all()


def test_the_same_text_everywhere_gives_the_first_of_each_side() -> None:
    def scores(rows: slice) -> Float32Array:
        return np.ones((900, 5), dtype=np.float32)[rows]

    def everything(rows: slice) -> BoolArray:
        return np.ones((900, 5), dtype=bool)[rows]

    arcs = collect([Source(scores, per_seeker=1, per_giver=2)], everything, (900, 5))
    expected = {(i, 0) for i in range(900)} | {(i, j) for i in (0, 1) for j in range(5)}
    assert set(zip(arcs.i.tolist(), arcs.j.tolist(), strict=True)) == expected


def test_groups_keep_their_best_and_of_equals_the_first() -> None:
    groups = np.array([1, 0, 1, 1, 0])
    scores = np.array([-0.5, 0.2, 0.7, 0.7, -0.0], dtype=np.float32)
    assert best_of_groups(groups, scores, 1).tolist() == [1, 2]
    assert best_of_groups(groups, scores, 2).tolist() == [1, 4, 2, 3]


def test_columns_learn_what_a_new_row_must_exceed() -> None:
    columns = ColumnBest(1, 2)
    entries = np.arange(5, dtype=np.float32)
    columns.add(entries, np.arange(5), np.zeros(5, dtype=np.intp))
    assert columns.thresholds.tolist() == [3.0]
    assert columns.entries()[0].tolist() == [4, 3]


def test_distinct_keys_ascend() -> None:
    assert distinct(np.array([3, 1, 3, 2, 1])).tolist() == [1, 2, 3]
    assert distinct(np.empty(0, dtype=np.intp)).tolist() == []
