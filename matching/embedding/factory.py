"""From settings to an open embedder."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from matching.embedding.bundled import bundled_embedder
from matching.embedding.http import HttpEmbedder
from matching.embedding.port import Embedder
from matching.embedding.settings import EmbeddingEngine, EmbeddingSettings
from matching.embedding.transformers import transformers_embedder


@asynccontextmanager
async def open_embedder(settings: EmbeddingSettings) -> AsyncIterator[Embedder]:
    """Open the engine that the settings name, and close it at the end.

    Nothing is loaded or called before the first text.

    Raises:
        EmbedderUnavailableError: the engine's package is not installed.
    """
    embedder = _choose(settings)
    try:
        yield embedder
    finally:
        await embedder.close()


def _choose(settings: EmbeddingSettings) -> Embedder:
    match settings.engine:
        case EmbeddingEngine.BUNDLED:
            return bundled_embedder(settings)
        case EmbeddingEngine.SENTENCE_TRANSFORMERS:
            return transformers_embedder(settings)
        case EmbeddingEngine.OPENAI:
            return HttpEmbedder(settings)
