"""The texts of one network, ready to be found, and kept up to date bit by bit. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from graph.repositories.texts import Stamp, TextRow
from matching.engine.centering import centering_of
from matching.engine.types import Centering, Float32Array
from matching.retrieval.asking import Asked, Mode
from matching.retrieval.hits import Hit, Hits, top
from matching.retrieval.index import Query
from matching.retrieval.segment import Filter, Segment

SMALLEST_REBUILD = 500
LARGEST_TAIL = 0.1
"""A tenth of the texts may have changed before all are indexed anew, and words weighed anew."""


@dataclass(frozen=True, slots=True)
class NetworkTexts:
    """All texts of a network: `main`, and in `tail` what changed since that was indexed."""

    main: Segment
    tail: Segment
    stamps: dict[str, Stamp]
    dimensions: int
    centering: Centering
    """What is taken off needs that seek offers."""

    @classmethod
    def of(cls, rows: Sequence[TextRow], dimensions: int) -> Self:
        """Index everything."""
        main = Segment.of(rows, dimensions)
        tail = Segment.of([], dimensions, main.index.encoder)
        stamps = {row.id: row.stamp for row in rows}
        return cls(main, tail, stamps, dimensions, _centering(main))

    def changed(self, stamps: Mapping[str, Stamp]) -> list[str]:
        """The ids of what is not indexed as it is now."""
        return [text_id for text_id, stamp in stamps.items() if self.stamps.get(text_id) != stamp]

    def is_worn(self, n_changes: int) -> bool:
        """Whether so many more changes ask for indexing everything anew."""
        return len(self.tail.ids) + n_changes > max(
            SMALLEST_REBUILD, LARGEST_TAIL * len(self.main.ids)
        )

    def updated(self, tail: Sequence[TextRow]) -> "NetworkTexts":
        """The same with `tail`, everything that changed since `main` was indexed."""
        ids = [row.id for row in tail]
        main = self.main.without(ids)
        added = Segment.of(tail, self.dimensions, self.main.index.encoder)
        return NetworkTexts(
            main=main,
            tail=added,
            stamps=self.stamps | {row.id: row.stamp for row in tail},
            dimensions=self.dimensions,
            centering=_centering(main, added),
        )

    def query(self, text: str, vector: Float32Array | None = None) -> Query:
        """What is looked for, in this network's words."""
        return self.main.index.query(text, vector)

    def hits(self, query: Query, asked: Asked) -> Hits:
        """What somebody who searches is shown."""
        segments = [one for one in (self.main, self.tail) if len(one.ids)]
        return Hits.of(segments, query, asked) if segments else Hits()

    def find(
        self, query: Query, k: int, *, mode: Mode = "HYBRID", wanted: Filter | None = None
    ) -> list[Hit]:
        """The k best of the texts that a filter lets through, best first; ties by id.

        By words alone, what shares no word with the query is not found.
        """
        hits = [
            hit
            for segment in (self.main, self.tail)
            if len(segment.ids)
            for hit in _best(segment, query, k, mode, wanted or Filter())
        ]
        return sorted(hits, key=lambda hit: (-hit.score, hit.id))[:k]


def _centering(*segments: Segment) -> Centering:
    return centering_of(_open("Need", segments), _open("Offer", segments))


def _open(label: str, segments: Sequence[Segment]) -> Float32Array:
    wanted = Filter(labels=frozenset({label}))
    return np.concatenate([one.index.vectors[one.eligible(wanted)] for one in segments])


def _best(segment: Segment, query: Query, k: int, mode: Mode, wanted: Filter) -> list[Hit]:
    scores = segment.index.scores(query, mode)
    eligible = segment.eligible(wanted)
    if mode == "WORDS" or query.vector is None:
        eligible &= scores > 0
    return top(segment, scores, eligible, k)
