"""Encoders for tests: the port, without a model."""

import hashlib
from collections.abc import Sequence

import numpy as np

from matching.embedding import EmbeddingModel, Progress, Vectors
from matching.quoting.sentences import stems

DIMENSIONS = 384


class StemsEmbedder:
    """Texts with stems in common are near: each stem has a direction of its own."""

    model = EmbeddingModel("stems", "1", DIMENSIONS, "stems")

    async def queries(self, texts: Sequence[str], *, progress: Progress | None = None) -> Vectors:
        """As passages."""
        return await self.passages(texts, progress=progress)

    async def passages(self, texts: Sequence[str], *, progress: Progress | None = None) -> Vectors:
        """The sum of the directions of a text's stems, at length 1."""
        if progress:
            progress(len(texts), len(texts))
        return np.array([_vector(text) for text in texts], dtype=np.float32)

    async def close(self) -> None:
        """Nothing to let go of."""


class BrokenEmbedder(StemsEmbedder):
    """Answers with what it is told to, whatever the text."""

    def __init__(self, row: Sequence[float]) -> None:
        self._row = row

    async def passages(self, texts: Sequence[str], *, progress: Progress | None = None) -> Vectors:
        """One and the same row for every text."""
        if progress:
            progress(len(texts), len(texts))
        return np.array([self._row] * len(texts), dtype=np.float32)


def _vector(text: str) -> Vectors:
    total = np.zeros(DIMENSIONS, dtype=np.float64)
    for stem in sorted(stems(text)) or ["-"]:
        digest = hashlib.sha256(stem.encode()).digest()
        # Sixteen of the dimensions, with a sign each.
        for k in range(0, 32, 2):
            total[(digest[k] * 256 + digest[k + 1]) % DIMENSIONS] += 1.0 - 2.0 * (digest[k] & 1)
    unit: Vectors = (total / np.linalg.norm(total)).astype(np.float32)
    return unit
