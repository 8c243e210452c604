"""Texts become vectors: one port, three engines (bundled, sentence-transformers, HTTP).

Open one with `open_embedder(EmbeddingSettings())` and give it texts. Nothing is loaded at import.
"""

from matching.embedding.errors import EmbedderUnavailableError, EmbeddingError, MixedModelsError
from matching.embedding.factory import open_embedder
from matching.embedding.port import (
    Embedder,
    EmbeddingModel,
    Progress,
    Vectors,
    content_hash,
    ensure_same_space,
)
from matching.embedding.settings import EmbeddingEngine, EmbeddingSettings
from matching.embedding.text import clean_text, split_passages

__all__ = [
    "Embedder",
    "EmbedderUnavailableError",
    "EmbeddingEngine",
    "EmbeddingError",
    "EmbeddingModel",
    "EmbeddingSettings",
    "MixedModelsError",
    "Progress",
    "Vectors",
    "clean_text",
    "content_hash",
    "ensure_same_space",
    "open_embedder",
    "split_passages",
]
