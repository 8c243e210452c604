"""From settings to an open embedder."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from matching.embedding.port import Embedder
from matching.embedding.settings import EmbeddingEngine, EmbeddingSettings


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
    # Of three engines one is used: the libraries of the others are not loaded.
    match settings.engine:
        case EmbeddingEngine.BUNDLED:
            from matching.embedding.bundled import bundled_embedder

            return bundled_embedder(settings)
        case EmbeddingEngine.SENTENCE_TRANSFORMERS:
            from matching.embedding.transformers import transformers_embedder

            return transformers_embedder(settings)
        case EmbeddingEngine.OPENAI:
            from matching.embedding.http import HttpEmbedder

            return HttpEmbedder(settings)
