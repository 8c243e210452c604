"""Hybrid search: meaning and words."""

import asyncio
from dataclasses import dataclass

import structlog

from graph.connection import Graph
from matching.embedding.errors import EmbedderUnavailableError
from matching.embedding.port import Embedder
from matching.engine.types import Float32Array
from matching.retrieval.encoding import query_vectors
from matching.retrieval.index import Mode
from matching.retrieval.network import Hit
from matching.retrieval.segment import Filter
from matching.retrieval.store import TextStore

FAINTEST = 0.2
"""The part of the best score that another must reach where words alone are compared."""
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Hits, best first. `is_degraded`: meaning was asked for, but the embedder is down."""

    hits: tuple[Hit, ...]
    is_degraded: bool = False


async def search(
    graph: Graph,
    embedder: Embedder,
    store: TextStore,
    phrase: str,
    *,
    wanted: Filter,
    mode: Mode = "HYBRID",
    first: int = 20,
) -> SearchResult:
    """Finds parties, needs and offers; words alone where the embedder does not answer."""
    if not phrase.strip():
        return SearchResult(())
    vector = None if mode == "WORDS" else await _vector(embedder, phrase)
    texts = await store.texts_of(graph)
    hits = await asyncio.to_thread(
        lambda: texts.find(texts.query(phrase, vector), first, mode=mode, wanted=wanted)
    )
    if vector is None:
        # Nearly every text shares some run of characters with a phrase.
        hits = [hit for hit in hits if hit.score >= FAINTEST * hits[0].score]
    return SearchResult(tuple(hits), is_degraded=vector is None and mode != "WORDS")


async def _vector(embedder: Embedder, phrase: str) -> Float32Array | None:
    try:
        vectors = await query_vectors(embedder, [phrase])
    except EmbedderUnavailableError as error:
        log.warning("search by words only", why=str(error))
        return None
    vector: Float32Array = vectors[0]
    return vector
