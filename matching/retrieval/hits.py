"""What a phrase finds among texts: which of them are hits at all, the best, and their facets. Pure.

Every text is more or less near to a phrase, and nearly every text shares some run of characters with
it. A hit is what stands out: it lies at least a part of the way from the middle text to the best one.
The middle and the best are those of all texts that were looked among, whatever narrows the search: so
narrowing hides hits, and never makes or unmakes any. See docs/adr/0017-what-a-hit-is.md.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np

from matching.engine.types import BoolArray, Float32Array
from matching.retrieval.asking import Asked, Condition, Facet
from matching.retrieval.index import Query
from matching.retrieval.segment import Filter, Segment

NEAREST: Final = 1 / 3
"""How far from the middle to the best a hit lies by its meaning."""
FAINTEST: Final = 0.2
"""The part of the best score that a hit has by words alone, where most texts have none."""
FEWEST: Final = 100
"""Of fewer texts the middle says little: all of them are hits by their meaning."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One result; scores compare within one search only."""

    id: str
    label: str
    score: float


@dataclass(frozen=True, slots=True)
class _Part:
    """A segment with its scores, and which of its texts are hits if nothing narrows: (texts,)."""

    segment: Segment
    scores: Float32Array
    is_hit: BoolArray


@dataclass(frozen=True, slots=True)
class Hits:
    """All hits of one search, narrowed by conditions."""

    parts: tuple[_Part, ...] = ()
    conditions: tuple[Condition, ...] = ()

    @classmethod
    def of(cls, segments: Sequence[Segment], query: Query, asked: Asked) -> Self:
        """What a query finds."""
        wanted = Filter(labels=asked.labels)
        scored = [
            (one, one.index.scores(query, asked.mode), one.eligible(wanted)) for one in segments
        ]
        compared = np.concatenate([scores[eligible] for _, scores, eligible in scored])
        floor = _floor(compared, asked, is_by_words=asked.mode == "WORDS" or query.vector is None)
        parts = [
            _Part(one, scores, eligible & (scores >= floor)) for one, scores, eligible in scored
        ]
        return cls(tuple(parts), tuple(asked.conditions))

    def best(self, k: int) -> list[Hit]:
        """The k best, best first; ties by id."""
        found = [
            hit
            for part in self.parts
            for hit in top(part.segment, part.scores, self._narrowed(part), k)
        ]
        return sorted(found, key=lambda hit: (-hit.score, hit.id))[:k]

    def total(self) -> int:
        """How many there are."""
        return sum(int(self._narrowed(part).sum()) for part in self.parts)

    def counts(self, facet: Facet) -> Counter[str]:
        """How many hits each value would leave. See `Narrowing.counts`."""
        counts: Counter[str] = Counter()
        for part in self.parts:
            counts += part.segment.narrowing.counts(facet, part.is_hit, self.conditions)
        return counts

    def _narrowed(self, part: _Part) -> BoolArray:
        if not self.conditions:
            return part.is_hit
        return part.is_hit & part.segment.narrowing.meeting(self.conditions)


def _floor(compared: Float32Array, asked: Asked, *, is_by_words: bool) -> np.float32:
    if asked.least_score is not None:
        return np.float32(asked.least_score)
    return floor_by_words(compared) if is_by_words else floor_by_meaning(compared)


def floor_by_words(scores: Float32Array) -> np.float32:
    """The least score of a hit among texts that were compared by words, (texts,)."""
    best = scores.max(initial=0)
    # What shares nothing with the phrase is never a hit.
    return max(np.float32(FAINTEST) * best, np.finfo(np.float32).tiny)


def floor_by_meaning(scores: Float32Array) -> np.float32:
    """The least score of a hit among texts that were compared by meaning, (texts,)."""
    if len(scores) < FEWEST:
        return np.float32(-np.inf)
    middle = np.median(scores)
    floor: np.float32 = middle + np.float32(NEAREST) * (scores.max() - middle)
    return floor


def top(segment: Segment, scores: Float32Array, eligible: BoolArray, k: int) -> list[Hit]:
    """The k best of the eligible texts of a segment, best first; both arrays are (texts,)."""
    best = segment.index.top(scores, k, eligible)
    ids, labels = segment.ids[best].tolist(), segment.labels.at(best)
    return [Hit(*each) for each in zip(ids, labels, scores[best].tolist(), strict=True)]
