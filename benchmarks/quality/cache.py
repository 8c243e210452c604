"""Vectors kept in a file between measurements: embedding a set takes minutes."""

import hashlib
import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import numpy as np

from matching.embedding.port import Embedder, EmbeddingModel, Progress, Vectors

PART = 256
Encode = Callable[[Sequence[str]], Awaitable[Vectors]]


class CachedEmbedder:
    """`Embedder` that asks another one only for what the file lacks."""

    def __init__(self, inner: Embedder, file: Path) -> None:
        self._inner = inner
        self._file = sqlite3.connect(file)
        self._file.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB)")

    @property
    def model(self) -> EmbeddingModel:
        return self._inner.model

    async def queries(self, texts: Sequence[str], *, progress: Progress | None = None) -> Vectors:
        return await self._cached(
            "query", texts, lambda new: self._inner.queries(new, progress=progress)
        )

    async def passages(self, texts: Sequence[str], *, progress: Progress | None = None) -> Vectors:
        return await self._cached(
            "passage", texts, lambda new: self._inner.passages(new, progress=progress)
        )

    async def close(self) -> None:
        self._file.close()
        await self._inner.close()

    async def _cached(self, side: str, texts: Sequence[str], encode: Encode) -> Vectors:
        keys = [self._key(side, text) for text in texts]
        missing = {key: text for key, text in zip(keys, texts, strict=True) if not self._find(key)}
        # Part by part, so that what was made outlives whatever ends the measurement.
        for start in range(0, len(missing), PART):
            part = list(missing.items())[start : start + PART]
            made = await encode([text for _, text in part])
            rows = [(key, vec.tobytes()) for (key, _), vec in zip(part, made, strict=True)]
            with self._file:
                self._file.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)
        found = [np.frombuffer(self._find(key), dtype=np.float32) for key in keys]
        return np.array(found, dtype=np.float32).reshape(len(texts), self.model.dimensions)

    def _key(self, side: str, text: str) -> bytes:
        return hashlib.sha256(f"{self.model.key}\0{side}\0{text}".encode()).digest()

    def _find(self, key: bytes) -> bytes:
        row = self._file.execute("SELECT vector FROM vectors WHERE key = ?", (key,)).fetchone()
        return row[0] if row else b""
