"""Texts to vectors, as documents and as queries: every text that is compared goes through here."""

from collections.abc import Awaitable, Callable, MutableMapping, Sequence

import numpy as np

from matching.embedding.batches import unit_rows
from matching.embedding.port import Embedder, Progress
from matching.engine.types import Float32Array
from matching.retrieval.pooling import Pieces, pieces_of, pooled

Encode = Callable[[list[str]], Awaitable[Float32Array]]


async def document_vectors(
    embedder: Embedder,
    documents: Sequence[tuple[str, str]],
    *,
    progress: Progress | None = None,
    known: MutableMapping[str, Float32Array] | None = None,
) -> Float32Array:
    """One vector for each (title, text), zero where both are empty; shape (documents, d).

    Pieces whose vector is `known` are not embedded again; those that are join them.

    Raises:
        EmbedderUnavailableError: the engine does not answer, or not with vectors.
    """
    return await _vectors(
        [pieces_of(title, text) for title, text in documents],
        lambda texts: embedder.passages(texts, progress=progress),
        embedder.model.dimensions,
        {} if known is None else known,
    )


async def query_vectors(
    embedder: Embedder, texts: Sequence[str], *, progress: Progress | None = None
) -> Float32Array:
    """One vector for each text that something is looked for with; shape (texts, d).

    Raises:
        EmbedderUnavailableError: the engine does not answer, or not with vectors.
    """
    return await _vectors(
        [pieces_of("", text) for text in texts],
        lambda texts: embedder.queries(texts, progress=progress),
        embedder.model.dimensions,
        {},
    )


async def _vectors(
    pieces: Sequence[Pieces],
    encode: Encode,
    dimensions: int,
    known: MutableMapping[str, Float32Array],
) -> Float32Array:
    # The same piece twice (a heading that many share) is embedded once.
    asked = dict.fromkeys(text for one in pieces for text in one.texts)
    distinct = [text for text in asked if text not in known]
    # Checked whatever the engine: what is made of it is stored, and compared with for long.
    made = unit_rows(await encode(distinct), (len(distinct), dimensions)) if distinct else ()
    known.update(zip(distinct, made, strict=True))
    rows = np.zeros((len(pieces), dimensions), dtype=np.float32)
    for row, one in enumerate(pieces):
        vector = pooled(one, known)
        if vector is not None:
            rows[row] = vector
    return rows
