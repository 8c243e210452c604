"""A text of any length as one vector: the direction of its passages, and its title once more.

Each passage is headed by the title, so that it says what it is about; nothing is cut off. Measured
(`docs/quality.md`), the mean of such passages finds better than the best of them, than the first
window of the encoder, and than the title alone; the title as a field of its own adds a little.

The vector is shorter than 1 where title and text point in different directions: such a text is of
many things, and near to everything. Brought to length 1 it would be found too often.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from matching.embedding.text import clean_text, split_passages
from matching.engine.types import Float32Array
from matching.retrieval.analysis import without_genders

TITLE_WEIGHT = np.float32(0.3)


@dataclass(frozen=True, slots=True)
class Pieces:
    """What is embedded of a text. `title` is None where it is all there is, or is not there."""

    title: str | None
    passages: tuple[str, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """All of it."""
        return self.passages if self.title is None else (self.title, *self.passages)


def pieces_of(title: str, text: str) -> Pieces:
    """The passages of a text, each headed by its title, and the title; without either, nothing."""
    heading, body = clean_text(without_genders(title)), clean_text(without_genders(text))
    passages = tuple(split_passages(heading, body))
    return Pieces(heading if heading and body else None, passages)


def pooled(pieces: Pieces, vectors: Mapping[str, Float32Array]) -> Float32Array | None:
    """The vector of a text, (d,), of length 1 at most, from those of its pieces.

    None where there is nothing to embed.
    """
    if not pieces.passages:
        return None
    mean = np.mean([vectors[passage] for passage in pieces.passages], axis=0)
    direction: Float32Array = (mean / max(float(np.linalg.norm(mean)), 1e-9)).astype(np.float32)
    if pieces.title is None:
        return direction
    return (1 - TITLE_WEIGHT) * direction + TITLE_WEIGHT * vectors[pieces.title]
