"""Strings to columns: the only place where sets of words become arrays."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from matching.engine.types import Float32Array, FloatArray, IntArray

# Rows are parties, columns the terms of a vocabulary.
Incidence = sparse.csr_array[np.float64, tuple[int, int]]
# Texts by features.
WordRows = sparse.csr_array[np.float32, tuple[int, int]]
# Scores of few pairs of a block, shape (rows, givers).
SparseScores = sparse.csr_array[np.float32, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The distinct terms of a market, sorted, each with its column."""

    terms: tuple[str, ...]
    columns: Mapping[str, int]

    @staticmethod
    def of(*groups: Iterable[Iterable[str]]) -> "Vocabulary":
        """The vocabulary of all terms in all groups."""
        terms = tuple(sorted({term for group in groups for terms in group for term in terms}))
        return Vocabulary(terms, {term: column for column, term in enumerate(terms)})

    def __len__(self) -> int:
        return len(self.terms)

    def indices(self, terms: Iterable[str | None]) -> IntArray:
        """The column of each term, -1 where the vocabulary lacks it; shape (n,)."""
        found = [-1 if term is None else self.columns.get(term, -1) for term in terms]
        return np.array(found, dtype=np.intp)

    def incidence(self, rows: Sequence[Iterable[str]]) -> Incidence:
        """1 where a row has a term, else 0; shape (len(rows), len(self)), sparse."""
        known = self.columns
        pairs = [
            (row, known[term]) for row, terms in enumerate(rows) for term in terms if term in known
        ]
        return pairs_matrix(pairs, (len(rows), len(self)))

    def dense(self, rows: Sequence[Iterable[str]]) -> Float32Array:
        """`incidence` as a dense float32 array, for small vocabularies."""
        return self.incidence(rows).toarray().astype(np.float32)


def pairs_matrix(pairs: Sequence[tuple[int, int]], shape: tuple[int, int]) -> Incidence:
    """A sparse matrix with 1 at each of the pairs, given once or more, and 0 elsewhere."""
    rows, columns = np.array(pairs, dtype=np.intp).reshape(-1, 2).T
    matrix = sparse.csr_array((np.ones(len(pairs)), (rows, columns)), shape=shape)
    # A pair given twice was added up.
    matrix.data[:] = 1.0
    return matrix


def weigh_columns(matrix: Incidence, weights: FloatArray) -> Incidence:
    """Each column times its weight; `weights` has shape (columns,)."""
    weighted: Incidence = sparse.csr_array(matrix @ sparse.diags_array(weights))
    return weighted


def weigh_rows(matrix: Incidence, weights: FloatArray) -> Incidence:
    """Each row times its weight; `weights` has shape (rows,)."""
    weighted: Incidence = sparse.csr_array(sparse.diags_array(weights) @ matrix)
    return weighted


@dataclass(frozen=True, slots=True)
class BlockProduct:
    """left @ right.T by blocks of rows: call it with a slice. Float32, sparse; (rows, columns)."""

    left: SparseScores
    transposed: SparseScores

    @staticmethod
    def of(left: Incidence | WordRows, right: Incidence | WordRows) -> "BlockProduct":
        """Both with rows of parties and the same columns."""
        return BlockProduct(_single(left), _single(sparse.csr_array(right.T)))

    def __call__(self, rows: slice) -> SparseScores:
        """The products of these rows."""
        return self.left[rows] @ self.transposed


def _single(matrix: Incidence | WordRows) -> SparseScores:
    """In float32 with indices of 32 bits: half the memory of what scipy makes by itself."""
    parts = (
        matrix.data.astype(np.float32),
        matrix.indices.astype(np.int32),
        matrix.indptr.astype(np.int32),
    )
    return sparse.csr_array(parts, shape=matrix.shape)


def row_products(
    left: Incidence | WordRows, right: Incidence | WordRows, i: IntArray, j: IntArray
) -> FloatArray:
    """The inner products of left[i] and right[j], pair by pair; shape (pairs,)."""
    shared = sparse.csr_array(left[i].multiply(right[j]))
    products: FloatArray = np.asarray(shared.sum(axis=1), dtype=np.float64)
    return products.ravel()
