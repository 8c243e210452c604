import numpy as np
import pytest

from matching.retrieval.pooling import Pieces, pieces_of, pooled

A = np.array([1.0, 0.0], dtype=np.float32)
B = np.array([0.0, 1.0], dtype=np.float32)


def test_every_passage_is_headed_by_the_title() -> None:
    pieces = pieces_of("Soudure", "mot " * 500)
    assert pieces.title == "Soudure"
    assert len(pieces.passages) > 3
    assert all(passage.startswith("Soudure. ") for passage in pieces.passages)
    assert sum(passage.count("mot") for passage in pieces.passages) == 500


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("", "", Pieces(None, ())),
        (" ", "\x00", Pieces(None, ())),
        ("Soudure", "", Pieces(None, ("Soudure",))),
        ("", "laser", Pieces(None, ("laser",))),
    ],
)
def test_half_a_text_has_one_field(title: str, text: str, expected: Pieces) -> None:
    assert pieces_of(title, text) == expected


def test_a_text_of_one_piece_points_where_its_vectors_point() -> None:
    found = pooled(Pieces("t", ("p",)), {"t": A, "p": A})
    assert found is not None
    np.testing.assert_allclose(found, A, atol=1e-6)


def test_a_text_of_many_things_is_shorter() -> None:
    found = pooled(Pieces("t", ("p",)), {"t": A, "p": B})
    assert found is not None
    np.testing.assert_allclose(found, [0.3, 0.7], atol=1e-6)
    assert np.linalg.norm(found) < 1


def test_passages_count_alike() -> None:
    found = pooled(Pieces(None, ("p", "q")), {"p": A, "q": B})
    assert found is not None
    np.testing.assert_allclose(found, [np.sqrt(0.5)] * 2, atol=1e-6)


def test_nothing_has_no_vector() -> None:
    assert pooled(Pieces(None, ()), {}) is None
