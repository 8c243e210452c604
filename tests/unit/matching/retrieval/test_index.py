import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine.types import Float32Array
from matching.retrieval.index import TextIndex

TEXTS = (
    "Robots de soudure pour petites séries",
    "Détection de défauts par caméra",
    "Zéphyrine, jumeau numérique d’éoliennes",
    "Prévision des ventes et des stocks",
    "Formation à la cybersécurité",
    *(f"Audit énergétique de site {number}" for number in range(20)),
)


def unit(*angles: float) -> Float32Array:
    return np.array([[np.cos(angle), np.sin(angle)] for angle in angles], dtype=np.float32)


@pytest.fixture(scope="module")
def index() -> TextIndex:
    return TextIndex.build(TEXTS, unit(*np.linspace(0, 1.5, len(TEXTS))))


@pytest.mark.parametrize(
    ("phrase", "first"),
    [("souder", 0), ("SOUDURES", 0), ("defaut", 1), ("zephyrine", 2), ("stock", 3)],
)
def test_words_find_their_text(index: TextIndex, phrase: str, first: int) -> None:
    assert index.top(index.scores(index.query(phrase), "WORDS"), 1).tolist() == [first]


def test_with_a_rare_word_spelled_right_the_text_comes_before_its_neighbors() -> None:
    same = np.repeat(unit(0.3), len(TEXTS), axis=0)
    index = TextIndex.build(TEXTS, same)
    assert index.top(index.scores(index.query("zéphyrine", same[0])), 1).tolist() == [2]


def test_without_a_vector_words_answer(index: TextIndex) -> None:
    query = index.query("soudure")
    assert np.array_equal(index.scores(query, "HYBRID"), index.scores(query, "WORDS"))


def test_hybrid_is_the_sum_of_both(index: TextIndex) -> None:
    query = index.query("audit énergétique de soudure", unit(0.7)[0])
    both = index.scores(query, "VECTOR") + index.scores(query, "WORDS")
    np.testing.assert_allclose(index.scores(query), both, rtol=1e-6)


def test_a_word_that_no_text_had_before_finds_nothing_and_harms_nothing(index: TextIndex) -> None:
    assert not index.scores(index.query("wombat"), "WORDS").any()


def test_nothing_at_all_is_an_index_too() -> None:
    empty = TextIndex.build([], np.zeros((0, 2), dtype=np.float32))
    query = empty.query("soudure", unit(0.1)[0])
    assert empty.top(empty.scores(query), 5).tolist() == []


def test_texts_and_vectors_must_agree() -> None:
    with pytest.raises(ValueError, match="2 texts, but 1 vectors"):
        TextIndex.build(["a", "b"], unit(0.1))


@given(
    st.lists(st.sampled_from([0.0, 0.25, 0.5, 1.0]), min_size=1, max_size=30),
    st.integers(1, 35),
    st.randoms(use_true_random=False),
)
def test_the_best_are_those_of_a_plain_sort(scores: list[float], k: int, random: object) -> None:
    index = TextIndex.build(["x"] * len(scores), np.zeros((len(scores), 2), dtype=np.float32))
    given_scores = np.array(scores, dtype=np.float32)
    eligible = np.array([getattr(random, "random")() < 0.7 for _ in scores], dtype=bool)  # noqa: B009
    expected = sorted(np.flatnonzero(eligible), key=lambda p: (-scores[p], p))[:k]
    assert index.top(given_scores, k, eligible).tolist() == expected
