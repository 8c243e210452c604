"""Words of made-up texts, as rows of weights: what needs and offers have in common in words."""

import numpy as np
from scipy import sparse

from matching.engine.types import FloatArray, Words
from matching.engine.vocabulary import WordRows
from matching.retrieval.words import query_weights

N_STEMS, DRAWN = 20_000, 30


def market_words(n_seekers: int, n_givers: int, random: np.random.Generator) -> Words:
    """Some thirty stems a text, the k-th used as often as 1 / (k + 10), rare ones weighing more."""
    uses = 1.0 / (np.arange(N_STEMS, dtype=np.float64) + 10.0)
    shares: FloatArray = uses / uses.sum()
    # As rare as its share says: weights as of inverse document frequencies.
    rarity = np.log(1.0 / -np.expm1(DRAWN * np.log1p(-shares))) + 1.0
    needs, offers = (_rows(n, shares, rarity, random) for n in (n_seekers, n_givers))
    needs.data *= query_weights(np.array([DRAWN], dtype=np.float32))
    return Words(needs, offers, N_STEMS)


def _rows(n: int, shares: FloatArray, rarity: FloatArray, random: np.random.Generator) -> WordRows:
    """Rows of length 1; a stem that is drawn twice counts once."""
    drawn = np.sort(random.choice(len(shares), (n, DRAWN), p=shares), axis=1)
    is_first = np.ones(drawn.shape, dtype=bool)
    is_first[:, 1:] = drawn[:, 1:] != drawn[:, :-1]
    weights = np.where(is_first, rarity[drawn], 0.0)
    weights /= np.linalg.norm(weights, axis=1, keepdims=True)
    bounds = np.concatenate([[0], np.cumsum(is_first.sum(axis=1))]).astype(np.int32)
    parts = (weights[is_first].astype(np.float32), drawn[is_first].astype(np.int32), bounds)
    return sparse.csr_array(parts, shape=(n, len(shares)))
