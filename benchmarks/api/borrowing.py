"""An encoder of passages that takes no time: what a text says does not change how soon it is found."""

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np

from matching.embedding import Embedder, EmbeddingModel, Progress, Vectors

NOISE = 0.02


@dataclass(frozen=True, slots=True)
class BorrowingEmbedder:
    """Each text gets a vector that the encoder made for another, moved a little."""

    encoder: Embedder
    vectors: Vectors

    @property
    def model(self) -> EmbeddingModel:
        """That of the vectors."""
        return self.encoder.model

    async def queries(self, texts: Sequence[str], *, progress: Progress | None = None) -> Vectors:
        """As passages."""
        return await self.passages(texts, progress=progress)

    async def passages(self, texts: Sequence[str], *, progress: Progress | None = None) -> Vectors:
        """The same vector for the same text."""
        if progress:
            progress(len(texts), len(texts))
        return np.stack([self._moved(text) for text in texts])

    async def close(self) -> None:
        """The encoder is not ours."""

    def _moved(self, text: str) -> Vectors:
        seed = crc32(text.encode())
        vector = self.vectors[seed % len(self.vectors)]
        noise = np.random.default_rng(seed).standard_normal(len(vector), dtype=np.float32)
        moved: Vectors = vector + NOISE * noise
        unit: Vectors = moved / np.linalg.norm(moved)
        return unit
