"""Texts made ready to be found, and ranked: the one place where relevance is computed. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from scipy import sparse

from matching.engine.types import BoolArray, Float32Array, IntArray
from matching.engine.vocabulary import WordRows
from matching.retrieval.asking import Mode
from matching.retrieval.words import FEATURES, WordEncoder

NAMED_TEXTS = 10
NAMED_BONUS = 0.1
"""Who types one word that ten texts at most have (a product, an acronym, a SIRET) means these
texts: encoders know no rare names."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for: its weighed words, (1, features), and its vector, (d,), if any."""

    words: WordRows
    vector: Float32Array | None = None


@dataclass(frozen=True, slots=True)
class TextIndex:
    """Texts by position: `vectors` is (texts, d), `inverted` (features, texts), sparse."""

    encoder: WordEncoder
    vectors: Float32Array
    inverted: WordRows

    @classmethod
    def build(
        cls, texts: Sequence[str], vectors: Float32Array, encoder: WordEncoder | None = None
    ) -> Self:
        """Index texts with their vectors, (texts, d); a zero row is a text without a vector.

        Raises:
            ValueError: not one vector for each text.
        """
        if len(texts) != len(vectors):
            raise ValueError(f"{len(texts)} texts, but {len(vectors)} vectors")
        if encoder is None:
            encoder, rows = WordEncoder.fit(texts)
        else:
            rows = encoder.documents(texts)
        return cls(encoder, vectors, sparse.csr_array(rows.T))

    def __len__(self) -> int:
        return len(self.vectors)

    def query(self, text: str, vector: Float32Array | None = None) -> Query:
        """A query for this index; without a vector it can be answered by words only."""
        return Query(self.encoder.queries([text]), vector)

    def scores(self, query: Query, mode: Mode = "HYBRID") -> Float32Array:
        """How well every text fits; shape (texts,). By words where the query has no vector."""
        if query.vector is None or mode == "WORDS":
            return self._words(query)
        cosines: Float32Array = self.vectors @ query.vector
        if mode == "HYBRID":
            cosines += self._words(query)
        return cosines

    def top(self, scores: Float32Array, k: int, eligible: BoolArray | None = None) -> IntArray:
        """Positions of the k best of the eligible texts, best first; ties by position."""
        positions = np.arange(len(self)) if eligible is None else np.flatnonzero(eligible)
        found = scores[positions]
        if k < len(found):
            # All that are as good as the k-th: which of them come first must not be chance.
            kept = found >= np.partition(found, len(found) - k)[len(found) - k]
            positions, found = positions[kept], found[kept]
        best: IntArray = positions[np.argsort(-found, kind="stable")[:k]]
        return best

    def _words(self, query: Query) -> Float32Array:
        # The lists of the query's own features only, added up: nobody else's are looked at.
        lists = self.inverted[query.words.indices]
        shared: Float32Array = np.asarray(lists.T @ query.words.data, dtype=np.float32)
        shared[self._named(query)] += np.float32(NAMED_BONUS)
        return shared

    def _named(self, query: Query) -> IntArray:
        """The texts that a query of one rare word names; positions."""
        stems = query.words.indices[query.words.indices < FEATURES]
        if len(stems) != 1:
            return np.empty(0, dtype=np.intp)
        holders = self.inverted[stems].indices.astype(np.intp)
        return holders if len(holders) <= NAMED_TEXTS else holders[:0]
