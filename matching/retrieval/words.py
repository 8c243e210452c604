"""Texts as sparse vectors of their words, so that one inner product says how much two share.

TF-IDF with unit length (Salton & Buckley, "Term-weighting approaches in automatic text
retrieval", 1988), over two views of a text: stems, which bring inflections together, and runs of
four characters inside words, which bring together what stems do not (compounds, cognates of the
two languages, typing errors). Both views stand side by side in one vector.

Features are hashed, so a word that no document had before is known at once.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from scipy import sparse

from matching.engine.types import Float32Array
from matching.engine.vocabulary import WordRows
from matching.retrieval.analysis import grams_of, stems_of, words_of

FEATURES = 2**20
WORDS_WEIGHT = 0.4
"""What the words' product adds to a cosine, for a long query. Chosen on the development sets."""
HALF_WEIGHT_TERMS = 10
STEEPNESS = 3
"""A query of ten different words has half that weight, and far less of it fewer: what few words
share is often chance."""
RARITY_POWER = 1.5
"""Rare words say more than the logarithm of their rarity."""
STEMS_UNSAID, GRAMS_UNSAID = 0.5, 1.0
"""The length of a document is that of its words and of something unsaid, in the weight of the
rarest word: a document of one or two words is not all about them."""
_VIEW = np.float32(np.sqrt(0.5))


@dataclass(frozen=True, slots=True)
class WordEncoder:
    """How rare each feature is among some documents, and hence what a text's words weigh."""

    stems: Float32Array
    grams: Float32Array
    """Inverse document frequencies of both views, (FEATURES,) each."""

    @classmethod
    def fit(cls, texts: Sequence[str]) -> tuple[Self, WordRows]:
        """Learn from documents, and encode them; without any, all words weigh the same."""
        stems, grams = _counts(texts)
        encoder = cls(_rarity(stems), _rarity(grams))
        return encoder, encoder._rows(stems, grams, is_document=True)

    def documents(self, texts: Sequence[str]) -> WordRows:
        """Rows of length 1 at most, 0 where a text has no word; shape (texts, features), sparse."""
        return self._rows(*_counts(texts), is_document=True)

    def queries(self, texts: Sequence[str]) -> WordRows:
        """The same, weighed: its product with a document is to be added to the two's cosine."""
        stems, grams = _counts(texts)
        n_terms = np.diff(stems.indptr).astype(np.float32)
        rows = self._rows(stems, grams, is_document=False)
        rows.data *= np.repeat(query_weights(n_terms), np.diff(rows.indptr))
        return rows

    def _rows(self, stems: WordRows, grams: WordRows, *, is_document: bool) -> WordRows:
        unsaid = (STEMS_UNSAID, GRAMS_UNSAID) if is_document else (0.0, 0.0)
        views = [
            _weighed(stems, self.stems, unsaid[0]),
            _weighed(grams, self.grams, unsaid[1]),
        ]
        both: WordRows = sparse.csr_array(sparse.hstack(views, format="csr"))
        both.data *= _VIEW
        return both


def query_weights(n_terms: Float32Array) -> Float32Array:
    """What the words of queries with so many different ones add to a cosine; shape (queries,)."""
    steep = n_terms**STEEPNESS
    weights: Float32Array = (
        np.float32(WORDS_WEIGHT) * steep / (steep + np.float32(HALF_WEIGHT_TERMS**STEEPNESS))
    )
    return weights


def _counts(texts: Sequence[str]) -> tuple[WordRows, WordRows]:
    """How often each text has each stem, and each run of characters."""
    # Each distinct word is taken apart once, however many texts have it.
    numbers: dict[str, int] = {}
    words = [[numbers.setdefault(w, len(numbers)) for w in words_of(text)] for text in texts]
    bounds = np.cumsum([0, *map(len, words)])
    columns = np.fromiter((number for row in words for number in row), np.int32, int(bounds[-1]))
    ones = np.ones(len(columns), dtype=np.float32)
    held = sparse.csr_array((ones, columns, bounds), shape=(len(texts), len(numbers)))
    return _hashed(held, list(numbers), stems_of), _hashed(held, list(numbers), grams_of)


def _hashed(
    held: WordRows, words: Sequence[str], view: Callable[[list[str]], list[str]]
) -> WordRows:
    """The features of texts, which hold words so often; shape (texts, FEATURES)."""
    if not words:
        nothing = (np.empty(0, np.float32), np.empty(0, np.int32))
        bounds = np.zeros(held.shape[0] + 1, dtype=np.int32)
        return sparse.csr_array((*nothing, bounds), shape=(held.shape[0], FEATURES))
    # It brings most of SciPy with it: a process that searches nothing never pays for it.
    from sklearn.feature_extraction.text import HashingVectorizer

    counter = HashingVectorizer(
        analyzer=view, n_features=FEATURES, alternate_sign=False, norm=None, dtype=np.float32
    )
    features = counter.transform([[word] for word in words])
    # A product prepares a place for each column: of a million, a query has some forty.
    used, places = np.unique(features.indices, return_inverse=True)
    parts = (features.data, places.astype(np.int32), features.indptr)
    counts = held @ sparse.csr_array(parts, shape=(len(words), len(used)))
    counts.sort_indices()
    parts = (counts.data, used[counts.indices].astype(np.int32), counts.indptr)
    return sparse.csr_array(parts, shape=(held.shape[0], FEATURES))


def _rarity(counts: WordRows) -> Float32Array:
    """ln((1 + texts) / (1/2 + those with a feature)), to its power; shape (FEATURES,).

    Greater than 0 even for what all texts have: in a network of one text, its words must find it.
    """
    n_with = np.bincount(counts.indices, minlength=FEATURES).astype(np.float32)
    n_texts = np.float32(1 + counts.shape[0])
    rarity: Float32Array = np.log(n_texts / (np.float32(0.5) + n_with)) ** np.float32(RARITY_POWER)
    return rarity


def _weighed(counts: WordRows, rarity: Float32Array, unsaid: float) -> WordRows:
    """(1 + ln count) times rarity, over the length of the row and of `unsaid` rarest features."""
    weights = (1 + np.log(counts.data)) * rarity[counts.indices]
    rows = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    squares = np.bincount(rows, weights=np.square(weights), minlength=counts.shape[0])
    lengths = np.sqrt(squares + (unsaid * float(rarity.max())) ** 2)
    parts = ((weights / lengths[rows]).astype(np.float32), counts.indices, counts.indptr)
    return sparse.csr_array(parts, shape=counts.shape)
