"""From settings to an open embedder."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from matching.embedding.bundled import bundled_embedder
from matching.embedding.port import Embedder
from matching.embedding.settings import EmbeddingSettings


@asynccontextmanager
async def open_embedder(settings: EmbeddingSettings) -> AsyncIterator[Embedder]:
    """Open the engine that the settings name, and close it at the end.

    Nothing is loaded or called before the first text.

    Raises:
        EmbedderUnavailableError: the engine's package is not installed.
    """
    embedder = bundled_embedder(settings)
    try:
        yield embedder
    finally:
        await embedder.close()
