"""An encoder in this process, driven from one thread of its own."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import TypeVar

from matching.embedding.batches import Encode, Side, embed_in_batches
from matching.embedding.errors import EmbedderUnavailableError
from matching.embedding.port import EmbeddingModel, Progress, Vectors

T = TypeVar("T")

LOAD_TIMEOUT_S = 300.0
"""PyTorch on a cold disk took 50 s; a model that must be fetched takes longer."""


class ThreadedEmbedder:
    """`Embedder` over a blocking encoder, which is loaded at the first text.

    One thread, so native code is never entered twice at a time. Callers take turns by batch:
    a search waits for one batch of a long import, not for the import.
    """

    def __init__(
        self,
        model: EmbeddingModel,
        load: Callable[[], Encode],
        *,
        batch_size: int,
        timeout_s: float,
    ) -> None:
        self.model = model
        self._load = load
        self._batch_size = batch_size
        self._timeout_s = timeout_s
        self._encode: Encode | None = None
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="embedding")

    async def queries(self, texts: Sequence[str], *, progress: Progress | None = None) -> Vectors:
        return await self._embed(texts, Side.QUERY, progress)

    async def passages(self, texts: Sequence[str], *, progress: Progress | None = None) -> Vectors:
        return await self._embed(texts, Side.PASSAGE, progress)

    async def close(self) -> None:
        # A native call cannot be interrupted: wait for it, drop what has not begun.
        await asyncio.to_thread(self._thread.shutdown, cancel_futures=True)
        self._encode = None

    async def _embed(self, texts: Sequence[str], side: Side, progress: Progress | None) -> Vectors:
        async def encode(batch: list[str]) -> Vectors:
            return await self._in_thread(batch, side)

        return await embed_in_batches(
            texts,
            encode,
            dimensions=self.model.dimensions,
            batch_size=self._batch_size,
            progress=progress,
        )

    async def _in_thread(self, batch: list[str], side: Side) -> Vectors:
        if self._encode is None:
            async with _limit(LOAD_TIMEOUT_S, "Loading the embedding model"):
                await self._submit(self._load_once)
        async with _limit(self._timeout_s, f"Embedding {len(batch)} texts"):
            return await self._submit(lambda: self._load_once()(batch, side))

    def _submit(self, work: Callable[[], T]) -> asyncio.Future[T]:
        return asyncio.get_running_loop().run_in_executor(self._thread, work)

    def _load_once(self) -> Encode:
        if self._encode is None:
            self._encode = self._load()
        return self._encode


@asynccontextmanager
async def _limit(limit_s: float, what: str) -> AsyncIterator[None]:
    try:
        async with asyncio.timeout(limit_s):
            yield
    except TimeoutError as error:
        raise EmbedderUnavailableError(
            f"{what} took longer than {limit_s:g} s. The machine may be busy: try again, or "
            "raise MAILLAGE_EMBEDDING_TIMEOUT_S."
        ) from error
