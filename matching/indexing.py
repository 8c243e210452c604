"""Texts that wait in the graph get their vectors."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from graph.connection import Graph, Record
from graph.repositories.embeddings import Embeddings
from matching.embedding.port import Embedder, content_hash, ensure_same_space
from matching.retrieval.encoding import document_vectors

BATCH = 128
POOLING = "passages-1"
"""Part of the hash: vectors that were pooled in another way are made anew."""
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Indexed:
    """What an indexing did: texts embedded, and the needs whose match is due now."""

    embedded: int
    needs_to_match: tuple[str, ...]


async def embed_pending(
    graph: Graph, embedder: Embedder, *, progress: Progress | None = None
) -> Indexed:
    """Embeds every text of a tenant that waits; unchanged texts keep their vectors.

    Raises:
        MixedModelsError: the tenant's vectors were made in another space.
        EmbedderUnavailableError: the engine does not answer, or with what is no vector.
    """
    store = Embeddings(graph)
    for space in await store.spaces():
        ensure_same_space(space, embedder.model)
    total, done, embedded = await store.count_pending(), 0, 0
    needs: list[str] = []
    while rows := await store.pending(BATCH):
        vectors, stale = await _vectors(rows, embedder)
        needs += await store.store(vectors, stale, rows)
        embedded += len(vectors)
        done += len(rows)
        if progress is not None:
            progress(done, max(total, done))
    return Indexed(embedded, tuple(needs))


def texts_of(row: Record) -> dict[str, tuple[str, str]]:
    """The texts of a pending row by field, as (title, text): its own, and the wish of an offer."""
    texts = {"TEXT": (row["title"] or "", row["text"] or "")}
    return texts | ({"WISH": ("", row["wish"])} if row["wish"] else {})


async def _vectors(
    rows: list[Record], embedder: Embedder
) -> tuple[list[dict[str, Any]], list[str]]:
    wanted: list[tuple[Record, str, tuple[str, str], str]] = []
    stale: list[str] = []
    for row in rows:
        texts = texts_of(row)
        stored = {item["field"]: item["hash"] for item in row["stored"]}
        stale += [f"{row['id']}:{field}" for field in stored if field not in texts]
        for field, text in texts.items():
            digest = content_hash(f"{POOLING} {text[0]} ¶ {text[1]}", embedder.model.space)
            if stored.get(field) != digest:
                wanted.append((row, field, text, digest))
    found = await document_vectors(embedder, [text for _, _, text, _ in wanted])
    made = [
        {
            "subject_id": row["id"],
            "subject_label": row["subject_label"],
            "field": field,
            "hash": digest,
            "model": embedder.model.key,
            "space": embedder.model.space,
            "vector": vector.tolist(),
        }
        for (row, field, _, digest), vector in zip(wanted, found, strict=True)
    ]
    return made, stale
