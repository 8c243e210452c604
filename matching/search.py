"""Hybrid search: words and meaning, their standardized scores added."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import structlog

from graph.connection import Graph, Record
from graph.repositories.search import Search
from matching.embedding.errors import EmbedderUnavailableError
from matching.embedding.port import Embedder

Mode = Literal["HYBRID", "WORDS", "VECTOR"]
VECTOR_WEIGHT = 0.65
"""About two thirds for meaning: measured on French question answering."""
DEPTH = 100
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Hit:
    """One result; scores compare within one search only."""

    id: str
    label: str
    score: float


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Hits, best first. `is_degraded`: meaning was asked for, but the embedder is down."""

    hits: tuple[Hit, ...]
    is_degraded: bool = False


async def search(
    graph: Graph,
    embedder: Embedder,
    phrase: str,
    *,
    labels: Sequence[str] = ("Party", "Need", "Offer"),
    kind: str | None = None,
    mode: Mode = "HYBRID",
    first: int = 20,
) -> SearchResult:
    """Finds parties, needs and offers; words alone where the embedder does not answer."""
    finder = Search(graph)
    depth = max(DEPTH, first)
    words: list[Record] = []
    vectors: list[Record] = []
    is_degraded = False
    if mode != "WORDS":
        try:
            vector = (await embedder.queries([phrase]))[0].tolist()
            vectors = await finder.by_vector(vector, labels, kind=kind, limit=depth)
        except EmbedderUnavailableError as error:
            log.warning("search by words only", why=str(error))
            is_degraded = True
    if mode != "VECTOR" or is_degraded:
        words = await finder.by_words(phrase, labels, kind=kind, limit=depth)
    hits = fuse(words, vectors)[:first]
    return SearchResult(tuple(hits), is_degraded)


def fuse(words: Sequence[Record], vectors: Sequence[Record]) -> list[Hit]:
    """One ranking of two: each side's scores standardized, then weighed; ties by id.

    What one side did not find gets that side's lowest score, for it is below its cut.
    """
    labels = {row["id"]: row["label"] for row in (*words, *vectors)}
    by_words, by_vector = standardized(words), standardized(vectors)
    weight = VECTOR_WEIGHT if words and vectors else float(bool(vectors))
    floor_words = min(by_words.values(), default=0.0)
    floor_vector = min(by_vector.values(), default=0.0)
    scores = {
        key: weight * by_vector.get(key, floor_vector)
        + (1 - weight) * by_words.get(key, floor_words)
        for key in labels
    }
    ranked = sorted(scores, key=lambda key: (-scores[key], key))
    return [Hit(key, labels[key], scores[key]) for key in ranked]


def standardized(rows: Sequence[Record]) -> dict[str, float]:
    """Scores with mean 0 and deviation 1; all 0 where they do not differ."""
    if not rows:
        return {}
    scores = np.array([row["score"] for row in rows], dtype=np.float64)
    spread = float(scores.std())
    centered = (scores - scores.mean()) / spread if spread > 0 else np.zeros_like(scores)
    return {row["id"]: float(z) for row, z in zip(rows, centered, strict=True)}
