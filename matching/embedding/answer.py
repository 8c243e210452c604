"""The answer of an embeddings server, checked before it is believed."""

import httpx
import numpy as np
from pydantic import BaseModel, ValidationError

from matching.embedding.errors import EmbedderUnavailableError
from matching.embedding.port import Vectors


class _Item(BaseModel):
    index: int
    embedding: list[float]


class _Answer(BaseModel):
    data: list[_Item]


def read_vectors(response: httpx.Response, count: int) -> Vectors:
    """Return the vectors in the order of the texts: (count, whatever the server gives).

    Raises:
        EmbedderUnavailableError: no embeddings answer, or not one vector for each text.
    """
    try:
        items = sorted(_Answer.model_validate_json(response.content).data, key=lambda i: i.index)
    except ValidationError as error:
        raise EmbedderUnavailableError(
            f"{response.url} did not answer in the form of the OpenAI embeddings call. Check "
            "MAILLAGE_EMBEDDING_URL: it usually ends with /v1."
        ) from error
    if [item.index for item in items] != list(range(count)):
        raise EmbedderUnavailableError(
            f"{response.url} was asked for {count} vectors and did not give each once. Lower "
            "MAILLAGE_EMBEDDING_BATCH_SIZE to what the server allows."
        )
    if len({len(item.embedding) for item in items}) != 1:
        raise EmbedderUnavailableError(
            f"{response.url} gave vectors of different lengths in one answer. Check that "
            "MAILLAGE_EMBEDDING_MODEL names an embedding model."
        )
    return np.array([item.embedding for item in items], dtype=np.float32)
