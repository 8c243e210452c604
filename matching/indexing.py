"""Texts that wait in the graph get their vectors.

While the encoder works on some texts, the vectors of those before them are written and the next
ones are read. A text is done with in the transaction that writes its vectors: one that is lost on
the way still waits.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from graph.connection import Graph, Record
from graph.repositories.embeddings import Embeddings
from matching.embedding.port import Embedder, EmbeddingModel, content_hash, ensure_same_space
from matching.engine.types import Float32Array
from matching.retrieval.encoding import document_vectors

BATCH = 128
MOST_KNOWN = 8_192
"""Pieces of text whose vectors are kept, 12 MB: titles come back in later batches."""
POOLING = "passages-1"
"""Part of the hash: vectors that were pooled in another way are made anew."""
Progress = Callable[[int, int], None]
T = TypeVar("T")


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
    total = await store.count_pending()
    work = _Work(store=store, embedder=embedder, total=total, progress=progress)
    # What is read after the last of them was written may have come, or changed, meanwhile.
    while rows := await store.pending(BATCH):
        await work.through(rows)
    return Indexed(work.embedded, tuple(work.needs))


@dataclass(frozen=True, slots=True)
class _Batch:
    """Rows with the vectors made of them, not written yet."""

    rows: Sequence[Record] = ()
    vectors: Sequence[dict[str, Any]] = ()
    stale: Sequence[str] = ()


@dataclass(slots=True, kw_only=True)
class _Work:
    """One indexing under way."""

    store: Embeddings
    embedder: Embedder
    total: int
    progress: Progress | None
    embedded: int = 0
    needs: list[str] = field(default_factory=list)
    _done: int = 0
    _known: dict[str, Float32Array] = field(default_factory=dict)

    async def through(self, rows: Sequence[Record]) -> None:
        """Embed these, and all that wait behind them."""
        made = _Batch()
        while rows:
            # All three end before an error of one is raised: what was made is written.
            encoded, written, following = await asyncio.gather(
                self._encode(rows),
                self._write(made),
                self._read_behind([*made.rows, *rows]),
                return_exceptions=True,
            )
            _value(written)
            made, rows = _value(encoded), _value(following)
        await self._write(made)

    async def _read_behind(self, under_way: Sequence[Record]) -> list[Record]:
        """The next that wait; of a text that changed under way, not before it is written."""
        ids = {row["id"] for row in under_way}
        rows = await self.store.pending(BATCH + len(under_way))
        return [row for row in rows if row["id"] not in ids][:BATCH]

    async def _write(self, made: _Batch) -> None:
        if not made.rows:
            return
        self.needs += await self.store.store(made.vectors, made.stale, made.rows)
        self.embedded += len(made.vectors)
        self._done += len(made.rows)
        if self.progress is not None:
            self.progress(self._done, max(self.total, self._done))

    async def _encode(self, rows: Sequence[Record]) -> _Batch:
        wanted, stale = _outdated(rows, self.embedder.model)
        texts = [text for _, _, text, _ in wanted]
        found = await document_vectors(self.embedder, texts, known=self._known)
        for piece in list(self._known)[:-MOST_KNOWN]:
            del self._known[piece]
        made = [
            {
                "subject_id": row["id"],
                "subject_label": row["subject_label"],
                "field": name,
                "hash": digest,
                "model": self.embedder.model.key,
                "space": self.embedder.model.space,
                "vector": vector.tolist(),
            }
            for (row, name, _, digest), vector in zip(wanted, found, strict=True)
        ]
        return _Batch(rows, made, stale)


def texts_of(row: Record) -> dict[str, tuple[str, str]]:
    """The texts of a pending row by field, as (title, text): its own, and the wish of an offer."""
    texts = {"TEXT": (row["title"] or "", row["text"] or "")}
    return texts | ({"WISH": ("", row["wish"])} if row["wish"] else {})


def _outdated(
    rows: Sequence[Record], model: EmbeddingModel
) -> tuple[list[tuple[Record, str, tuple[str, str], str]], list[str]]:
    """What has no vector of its own yet: row, field, text, hash; and vectors without a text."""
    wanted: list[tuple[Record, str, tuple[str, str], str]] = []
    stale: list[str] = []
    for row in rows:
        texts = texts_of(row)
        stored = {item["field"]: item["hash"] for item in row["stored"]}
        stale += [f"{row['id']}:{name}" for name in stored if name not in texts]
        for name, text in texts.items():
            digest = content_hash(f"{POOLING} {text[0]} ¶ {text[1]}", model.space)
            if stored.get(name) != digest:
                wanted.append((row, name, text, digest))
    return wanted, stale


def _value(found: T | BaseException) -> T:
    if isinstance(found, BaseException):
        raise found
    return found
