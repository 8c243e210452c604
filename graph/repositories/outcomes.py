"""What came of engagements: figures for staff, standings for the matcher."""

from collections.abc import Sequence

from graph.connection import Graph
from graph.models.impact import Impact
from graph.models.standing import first_of_each, standing
from graph.models.vocabulary import MatchKind


class Outcomes:
    """The outcomes of one tenant; they are kept by `graph.lifecycle.following`."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    async def impact(self) -> list[Impact]:
        """Figures by incubator and kind."""
        rows = await self._graph.read("list_impact")
        return [Impact(**row | {"kind": MatchKind(row["kind"])}) for row in rows]

    async def told(self) -> dict[str, tuple[int, int]]:
        """By kind: of how many engagements a side told the outcome, and how many were useful."""
        rows = await self._graph.read("count_outcomes")
        return {row["kind"]: (row["judged"], row["useful"]) for row in rows}

    async def standings(self, party_ids: Sequence[str] | None = None) -> dict[str, tuple[int, int]]:
        """What outcomes say of each of these parties (all, when None): see `standing`."""
        rows = (
            await self._graph.read("list_first_outcomes")
            if party_ids is None
            else await self._graph.read("list_first_outcomes_by_parties", party_ids=list(party_ids))
        )
        return {row["party_id"]: standing(first_of_each(row["said"])) for row in rows}
