"""Texts that wait in the graph get their vectors."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from graph.connection import Graph, Record
from graph.repositories.embeddings import Embeddings
from matching.embedding.batches import unit_rows
from matching.embedding.port import Embedder, content_hash, ensure_same_space

BATCH = 128
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


def texts_of(row: Record) -> dict[str, str]:
    """The texts of a pending row by field: title with text, and the wish of an offer."""
    title, text = row["title"] or "", row["text"] or ""
    texts = {"TEXT": f"{title}. {text}" if text else title}
    return texts | ({"WISH": row["wish"]} if row["wish"] else {})


async def _vectors(
    rows: list[Record], embedder: Embedder
) -> tuple[list[dict[str, Any]], list[str]]:
    wanted: list[tuple[Record, str, str, str]] = []
    stale: list[str] = []
    for row in rows:
        texts = texts_of(row)
        stored = {item["field"]: item["hash"] for item in row["stored"]}
        stale += [f"{row['id']}:{field}" for field in stored if field not in texts]
        for field, text in texts.items():
            digest = content_hash(text, embedder.model.space)
            if stored.get(field) != digest:
                wanted.append((row, field, text, digest))
    # Checked here whatever the engine: what is stored is compared with for a long time.
    vectors = (
        unit_rows(
            await embedder.passages([text for _, _, text, _ in wanted]),
            (len(wanted), embedder.model.dimensions),
        )
        if wanted
        else ()
    )
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
        for (row, field, _, digest), vector in zip(wanted, vectors, strict=True)
    ]
    return made, stale
