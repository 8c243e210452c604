import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.embedding import EmbedderUnavailableError, Vectors
from matching.embedding.batches import embed_in_batches, prepare, unit_rows


def array(rows: list[list[float]]) -> Vectors:
    return np.array(rows, dtype=np.float32)


async def lengths(batch: list[str]) -> Vectors:
    return array([[len(text), 1.0] for text in batch])


async def test_rows_keep_the_order_of_the_texts_and_progress_is_told() -> None:
    told: list[tuple[int, int]] = []
    texts = ["a" * (n + 1) for n in range(7)]
    vectors = await embed_in_batches(
        texts,
        lengths,
        dimensions=2,
        batch_size=3,
        progress=lambda done, all_: told.append((done, all_)),
    )
    assert np.allclose(vectors[:, 0] / vectors[:, 1], range(1, 8))
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1)
    assert told == [(3, 7), (6, 7), (7, 7)]


async def test_no_texts_make_no_rows() -> None:
    vectors = await embed_in_batches([], lengths, dimensions=2, batch_size=3, progress=None)
    assert vectors.shape == (0, 2)


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_no_engine_is_given_an_empty_or_boundless_text(text: str) -> None:
    assert 0 < len(prepare(text * 100)) <= 2_000


@pytest.mark.parametrize(
    ("text", "given_to_encoder"),
    [
        ("", "-"),
        (" \n\t", "-"),
        ("\x00\x07\x1b", "-"),
        ("IA", "IA"),
        ("😀🚀", "😀🚀"),
        ("Машинное обучение", "Машинное обучение"),
        ("预测性维护", "预测性维护"),
        ("الذكاء الاصطناعي", "الذكاء الاصطناعي"),
    ],
)
def test_odd_texts_reach_an_encoder_as_text(text: str, given_to_encoder: str) -> None:
    assert prepare(text) == given_to_encoder


def test_fifty_kilobytes_are_bounded() -> None:
    assert 1_900 < len(prepare("maillage " * 5_600)) <= 2_000


async def test_one_text_a_thousand_times_is_one_vector() -> None:
    vectors = await embed_in_batches(
        ["le même"] * 1_000, lengths, dimensions=2, batch_size=32, progress=None
    )
    assert len(np.unique(vectors, axis=0)) == 1


@pytest.mark.parametrize("bad", [0.0, float("nan"), float("inf")])
def test_a_vector_without_direction_is_refused(bad: float) -> None:
    with pytest.raises(EmbedderUnavailableError, match="no direction"):
        unit_rows(array([[1, 0], [bad, 0]]), (2, 2))


def test_another_dimension_says_which_setting_to_change() -> None:
    with pytest.raises(EmbedderUnavailableError, match="MAILLAGE_EMBEDDING_DIMENSIONS says 2"):
        unit_rows(array([[1, 0, 0]]), (1, 2))


def test_missing_rows_are_refused() -> None:
    with pytest.raises(EmbedderUnavailableError, match="shape"):
        unit_rows(array([[1, 0]]), (2, 2))
