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
from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer

from matching.engine.types import WordRows
from matching.retrieval.analysis import grams_of, stems_of, words_of

FEATURES = 2**20
WORDS_WEIGHT = 0.3
"""What the words' product adds to a cosine, for a long query. Chosen on the development sets."""
HALF_WEIGHT_TERMS = 12
"""A query of twelve different words has half that weight, and less of it fewer: what few words share
is often chance."""
_VIEW = np.float32(np.sqrt(0.5))


@dataclass(frozen=True, slots=True)
class WordEncoder:
    """How rare each feature is among some documents, and hence what a text's words weigh."""

    stems: TfidfTransformer
    grams: TfidfTransformer

    @classmethod
    def fit(cls, texts: Sequence[str]) -> tuple[Self, WordRows]:
        """Learn from documents, and encode them; without any, all words weigh the same."""
        stems, grams = _counts(texts or [""])
        encoder = cls(
            TfidfTransformer(sublinear_tf=True).fit(stems),
            TfidfTransformer(sublinear_tf=True).fit(grams),
        )
        return encoder, encoder._rows(stems, grams)[: len(texts)]

    def documents(self, texts: Sequence[str]) -> WordRows:
        """Rows of length 1, or 0 where a text has no word; shape (texts, features), sparse."""
        # The library refuses to encode nothing.
        stems, grams = _counts(texts or [""])
        return self._rows(stems, grams)[: len(texts)]

    def queries(self, texts: Sequence[str]) -> WordRows:
        """The same, weighed: its product with a document is to be added to the two's cosine."""
        stems, grams = _counts(texts or [""])
        n_terms = np.diff(stems.indptr).astype(np.float32)
        share = n_terms**2 / (n_terms**2 + np.float32(HALF_WEIGHT_TERMS**2))
        weights = np.float32(WORDS_WEIGHT) * share
        weighed = sparse.diags_array(weights) @ self._rows(stems, grams)
        return sparse.csr_array(weighed)[: len(texts)]

    def _rows(self, stems: WordRows, grams: WordRows) -> WordRows:
        views = [self.stems.transform(stems), self.grams.transform(grams)]
        both = sparse.csr_array(sparse.hstack(views, format="csr"), dtype=np.float32)
        both.data *= _VIEW
        return both


def n_stems(query: WordRows) -> int:
    """How many different stems a query, (1, features), has."""
    return int((query.indices < FEATURES).sum())


def _counts(texts: Sequence[str]) -> tuple[WordRows, WordRows]:
    words = [words_of(text) for text in texts]
    return _hashed(words, stems_of), _hashed(words, grams_of)


def _hashed(words: Sequence[list[str]], view: Callable[[list[str]], list[str]]) -> WordRows:
    counter = HashingVectorizer(
        analyzer=view, n_features=FEATURES, alternate_sign=False, norm=None, dtype=np.float32
    )
    return sparse.csr_array(counter.transform(words))
