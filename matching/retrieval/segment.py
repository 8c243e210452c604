"""Texts that were indexed together, with what a search may filter by. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
import numpy.typing as npt

from graph.repositories.texts import TextRow
from matching.engine.types import BoolArray
from matching.retrieval.analysis import joined
from matching.retrieval.column import Column
from matching.retrieval.index import TextIndex
from matching.retrieval.narrowing import Narrowing
from matching.retrieval.words import WordEncoder

Strings = npt.NDArray[np.str_]


@dataclass(frozen=True, slots=True)
class Filter:
    """Which texts may be found; None means any. Closed needs and offers never may."""

    labels: frozenset[str] | None = None
    kind: str | None = None
    not_of_party: str | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """Texts by position; arrays and columns have shape (texts,).

    `is_findable` is False for what is closed, or replaced in a later segment.
    """

    index: TextIndex
    ids: Strings
    labels: Column
    kinds: Column
    party_ids: Column
    narrowing: Narrowing
    is_findable: BoolArray

    @classmethod
    def of(
        cls, rows: Sequence[TextRow], dimensions: int, encoder: WordEncoder | None = None
    ) -> Self:
        """Index rows in their order; a text without a vector is found by its words only."""
        vectors = np.zeros((len(rows), dimensions), dtype=np.float32)
        for position, row in enumerate(rows):
            if row.vector is not None:
                vectors[position] = row.vector
        return cls(
            index=TextIndex.build([searched_text(row) for row in rows], vectors, encoder),
            ids=np.array([row.id for row in rows], dtype=np.str_),
            labels=Column.of(row.label for row in rows),
            kinds=Column.of(row.kind for row in rows),
            party_ids=Column.of(row.party_id or "" for row in rows),
            narrowing=Narrowing.of(rows),
            is_findable=np.array([row.status in (None, "OPEN") for row in rows], dtype=bool),
        )

    def without(self, ids: Iterable[str]) -> "Segment":
        """The same with some texts put out of reach."""
        return replace(self, is_findable=self.is_findable & ~np.isin(self.ids, list(ids)))

    def eligible(self, wanted: Filter) -> BoolArray:
        """Which texts a filter lets through; shape (texts,)."""
        eligible = self.is_findable.copy()
        if wanted.labels is not None:
            eligible &= self.labels.is_among(wanted.labels)
        if wanted.kind is not None:
            eligible &= self.kinds.is_among((wanted.kind,))
        if wanted.not_of_party is not None:
            eligible &= ~self.party_ids.is_among((wanted.not_of_party,))
        return eligible


def searched_text(row: TextRow) -> str:
    """The words by which a row is found: its title or name, its text, its registration number."""
    return joined(row.title, row.text, row.siret)
