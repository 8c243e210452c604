import httpx
import numpy as np
import pytest

from matching.embedding import EmbedderUnavailableError
from matching.embedding.answer import read_vectors


def answer(*rows: dict[str, object]) -> httpx.Response:
    request = httpx.Request("POST", "http://127.0.0.1:9/v1/embeddings")
    return httpx.Response(200, json={"data": list(rows)}, request=request)


def test_the_index_gives_the_order() -> None:
    response = answer({"index": 1, "embedding": [0, 2]}, {"index": 0, "embedding": [1, 0]})
    assert np.array_equal(read_vectors(response, 2), [[1, 0], [0, 2]])


@pytest.mark.parametrize("indexes", [[0], [0, 0], [0, 2], [0, 1, 2]])
def test_every_text_needs_one_vector(indexes: list[int]) -> None:
    response = answer(*({"index": i, "embedding": [1, 0]} for i in indexes))
    with pytest.raises(EmbedderUnavailableError, match="MAILLAGE_EMBEDDING_BATCH_SIZE"):
        read_vectors(response, 2)


def test_rows_of_different_lengths_are_refused() -> None:
    response = answer({"index": 0, "embedding": [1]}, {"index": 1, "embedding": [1, 0]})
    with pytest.raises(EmbedderUnavailableError, match="different lengths"):
        read_vectors(response, 2)


@pytest.mark.parametrize("row", [{}, {"index": 0}, {"index": 0, "embedding": "AAAA"}])
def test_what_is_no_embeddings_answer_is_refused(row: dict[str, object]) -> None:
    with pytest.raises(EmbedderUnavailableError, match="MAILLAGE_EMBEDDING_URL"):
        read_vectors(answer(row), 1)
