"""By what a search is narrowed, and how many texts have each value of it. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np

from graph.repositories.texts import TextRow
from matching.engine.types import BoolArray
from matching.retrieval.asking import CHOSEN_ONCE, Condition, Facet
from matching.retrieval.column import ListColumn

DIVISION: Final = 2
"""The length of a division's code in the NAF."""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """The values of texts by position."""

    columns: Mapping[Facet, ListColumn]
    n_texts: int

    @classmethod
    def of(cls, rows: Sequence[TextRow]) -> Self:
        """Those of rows in their order."""
        columns = {facet: ListColumn.of(values_of(row, facet) for row in rows) for facet in Facet}
        return cls(columns, len(rows))

    def meeting(self, conditions: Sequence[Condition]) -> BoolArray:
        """Which texts meet all of these; shape (texts,)."""
        met = np.ones(self.n_texts, dtype=bool)
        for each in conditions:
            met &= self.columns[each.facet].holding(each.is_met_by)
        return met

    def counts(
        self, facet: Facet, among: BoolArray, conditions: Sequence[Condition]
    ) -> Counter[str]:
        """How many of some texts, (texts,), each value would leave, were it asked for, too."""
        kept = [c for c in conditions if c.facet is not facet or facet not in CHOSEN_ONCE]
        found = self.columns[facet].counts(among & self.meeting(kept))
        if facet is not Facet.SECTOR:
            return Counter(found)
        divisions: Counter[str] = Counter()
        for code, n in found.items():
            divisions[code[:DIVISION]] += n
        return divisions


def values_of(row: TextRow, facet: Facet) -> Sequence[str]:
    """What one text has; skills by their codes. An offer is of the regions it serves, too."""
    traits = row.traits
    match facet:
        case Facet.KIND:
            return (row.kind,)
        case Facet.REGION:
            return traits.regions
        case Facet.SECTOR:
            return (traits.sector,) if traits.sector else ()
        case Facet.LANGUAGE:
            return traits.languages
        case Facet.SKILL:
            return [skill_id.rpartition(":")[2] for skill_id in traits.skill_ids]
        case Facet.CERTIFICATION:
            return traits.certifications
