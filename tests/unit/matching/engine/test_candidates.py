import numpy as np
from scipy import sparse

from matching.engine.candidates import BLOCK_ROWS, Source, collect, text_scores
from matching.engine.candidates.ranking import DENSE_FROM
from matching.engine.candidates.sources import MOST_OFFERS_OF_A_WORD, words_source
from matching.engine.types import BoolArray, Float32Array, IntArray, Words
from tests.strategies.markets import random_vectors

# More than one block, so that the givers' best are carried over.
N_SEEKERS, N_GIVERS, K = BLOCK_ROWS + 90, 40, 7


def test_the_union_of_both_sides_best_is_exact() -> None:
    random = np.random.default_rng(5)
    vectors = random_vectors(random, N_SEEKERS, N_GIVERS)
    scores = text_scores(vectors)(slice(None))
    allowed = random.random(scores.shape) < 0.6

    def mask(rows: slice) -> BoolArray:
        return allowed[rows]

    source = Source(text_scores(vectors), per_seeker=K, per_giver=K, above=-np.inf)
    arcs = collect([source], mask, scores.shape)

    masked = np.where(allowed, scores, -np.inf)
    of_seekers = masked >= np.sort(masked, axis=1)[:, [-K]]
    of_givers = masked >= np.sort(masked, axis=0)[[-K], :]
    expected = np.argwhere((of_seekers | of_givers) & allowed)
    assert np.array_equal(np.column_stack([arcs.i, arcs.j]), expected)


def test_a_word_that_many_offers_share_is_not_followed() -> None:
    # The first word is everybody's, the second that of the last two offers.
    many = MOST_OFFERS_OF_A_WORD + 1
    offers = np.zeros((many, 2), dtype=np.float32)
    offers[:, 0], offers[-2:, 1] = 1.0, 0.5
    needs = np.ones((1, 2), dtype=np.float32)
    words = Words(sparse.csr_array(needs), sparse.csr_array(offers), n_stems=2)
    source = words_source(words, per_seeker=10)
    arcs = collect([source], lambda _rows: np.ones((1, many), dtype=bool), (1, many))
    assert arcs.j.tolist() == [many - 2, many - 1]


def test_one_product_is_the_mean_of_both_cosines() -> None:
    vectors = random_vectors(np.random.default_rng(6), 3, 4)
    mean = (vectors.needs @ vectors.offers.T + vectors.profiles @ vectors.wishes.T) / 2
    assert np.allclose(text_scores(vectors)(slice(None)), mean, atol=1e-6)


def test_a_source_takes_only_what_is_above_its_threshold() -> None:
    def scores(rows: slice) -> Float32Array:
        return np.array([[0.0, 0.3, 0.2], [0.0, 0.0, 0.0]], dtype=np.float32)[rows]

    def everything(rows: slice) -> BoolArray:
        return np.ones((2, 3), dtype=bool)[rows]

    arcs = collect([Source(scores, per_seeker=3)], everything, (2, 3))
    assert list(zip(arcs.i.tolist(), arcs.j.tolist(), strict=True)) == [(0, 1), (0, 2)]


def test_an_empty_side_has_no_candidates() -> None:
    assert len(collect([], lambda rows: np.ones((0, 3), dtype=bool)[rows], (0, 3))) == 0


def ranked_by_words(
    dense: IntArray, closeness: Float32Array, allowed: BoolArray, n_more: int
) -> list[tuple[int, int]]:
    """The pairs found where there are so many more offers that nobody may meet."""
    more = ((0, 0), (0, n_more))
    scores: Float32Array = np.pad(dense, more).astype(np.float32)
    near: Float32Array = np.pad(closeness, more)
    may: BoolArray = np.pad(allowed, more)
    sources = (
        Source(lambda rows: near[rows].copy(), per_seeker=1),
        Source(lambda rows: sparse.csr_array(scores[rows]), per_seeker=5),
    )
    arcs = collect(sources, lambda rows: may[rows], scores.shape)
    return list(zip(arcs.i.tolist(), arcs.j.tolist(), strict=True))


def test_sparse_scores_rank_the_same_filled_in_or_not() -> None:
    """More offers, none of which may be met, change nothing but how dense the scores are."""
    random = np.random.default_rng(7)
    dense = np.where(random.random((40, 90)) < 0.4, random.integers(1, 4, (40, 90)), 0)
    closeness = random.random((40, 90)).astype(np.float32)
    allowed = random.random((40, 90)) < 0.8
    n_scores = np.count_nonzero(dense)
    assert DENSE_FROM * 40 * 90 < n_scores < DENSE_FROM * 40 * 390
    filled_in = ranked_by_words(dense, closeness, allowed, 0)
    assert ranked_by_words(dense, closeness, allowed, 300) == filled_in
    assert len(filled_in) > 40
