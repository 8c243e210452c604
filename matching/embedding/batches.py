"""What the engines have in common: texts go in clean, in batches; unit vectors come out."""

from collections.abc import Awaitable, Callable, Sequence
from enum import StrEnum

import numpy as np

from matching.embedding.errors import EmbedderUnavailableError
from matching.embedding.port import Progress, Vectors
from matching.embedding.text import bound_text, clean_text

_NOTHING = "-"  # servers refuse an empty input


class Side(StrEnum):
    """What a text is for: encoders of the e5 family treat the two differently."""

    QUERY = "query"
    PASSAGE = "passage"


Encode = Callable[[list[str], Side], Vectors]
"""Blocking: (texts, dimensions) of any length and float type, in the order of the texts."""


async def embed_in_batches(
    texts: Sequence[str],
    encode: Callable[[list[str]], Awaitable[Vectors]],
    *,
    dimensions: int,
    batch_size: int,
    progress: Progress | None,
) -> Vectors:
    """Clean, encode batch after batch, check and normalize: (texts, dimensions)."""
    vectors = np.empty((len(texts), dimensions), dtype=np.float32)
    for start in range(0, len(texts), batch_size):
        batch = [prepare(text) for text in texts[start : start + batch_size]]
        done = start + len(batch)
        vectors[start:done] = unit_rows(await encode(batch), (len(batch), dimensions))
        if progress:
            progress(done, len(texts))
    return vectors


def prepare(text: str) -> str:
    """Return what an encoder is given for a text: clean, bounded, never empty."""
    return bound_text(clean_text(text)) or _NOTHING


def unit_rows(vectors: Vectors, expected: tuple[int, int]) -> Vectors:
    """Return the rows at length 1.

    Raises:
        EmbedderUnavailableError: the shape is not the expected one, or a row has no direction.
    """
    if vectors.shape != expected:
        raise EmbedderUnavailableError(_shape_sentence(vectors.shape, expected))
    lengths = np.linalg.norm(vectors.astype(np.float64), axis=1, keepdims=True)
    if not np.isfinite(lengths).all() or (lengths == 0).any():
        raise EmbedderUnavailableError(
            "The embedding model answered with a vector that has no direction (zero, infinite "
            "or not a number). Check that the server or package serves an embedding model."
        )
    unit: Vectors = (vectors / lengths).astype(np.float32)
    return unit


def _shape_sentence(shape: tuple[int, ...], expected: tuple[int, int]) -> str:
    if len(shape) == len(expected) and shape[0] == expected[0]:
        return (
            f"The embedding model gives {shape[1]} numbers for a text, "
            f"MAILLAGE_EMBEDDING_DIMENSIONS says {expected[1]}. Set it to {shape[1]} if this is "
            "the model you want, or correct MAILLAGE_EMBEDDING_MODEL."
        )
    return f"The embedding model answered with the shape {shape} instead of {expected}."
