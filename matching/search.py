"""Hybrid search: meaning and words."""

import asyncio
from dataclasses import dataclass

import structlog

from graph.connection import Graph
from matching.embedding.errors import EmbedderUnavailableError
from matching.embedding.port import Embedder
from matching.engine.types import Float32Array
from matching.retrieval.asking import Asked
from matching.retrieval.encoding import query_vectors
from matching.retrieval.hits import Hit, Hits
from matching.retrieval.store import TextStore

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What was found. `is_degraded`: meaning was asked for, but the embedder is down."""

    found: Hits
    best: tuple[Hit, ...] = ()
    is_degraded: bool = False


async def search(
    graph: Graph,
    embedder: Embedder,
    store: TextStore,
    phrase: str,
    *,
    asked: Asked,
    first: int = 20,
) -> SearchResult:
    """Finds parties, needs and offers; words alone where the embedder does not answer."""
    if not phrase.strip():
        return SearchResult(Hits())
    vector = None if asked.mode == "WORDS" else await _vector(embedder, phrase)
    texts = await store.texts_of(graph)

    def look() -> tuple[Hits, list[Hit]]:
        query = texts.query(phrase, vector)
        found = texts.hits(query, asked)
        return found, found.best(first)

    found, best = await asyncio.to_thread(look)
    return SearchResult(found, tuple(best), is_degraded=vector is None and asked.mode != "WORDS")


async def _vector(embedder: Embedder, phrase: str) -> Float32Array | None:
    try:
        vectors = await query_vectors(embedder, [phrase])
    except EmbedderUnavailableError as error:
        log.warning("search by words only", why=str(error))
        return None
    vector: Float32Array = vectors[0]
    return vector
