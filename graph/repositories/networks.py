"""A network as a whole: how two parties are connected, and where needs outnumber offers."""

from dataclasses import dataclass
from enum import StrEnum

from graph.connection import Graph, Record


class CoverageBy(StrEnum):
    """By what demand is set against supply."""

    REGION = "REGION"
    SECTOR = "SECTOR"
    SKILL = "SKILL"


@dataclass(frozen=True, slots=True)
class Coverage:
    """Demand against supply for one code; None stands for what tells no code.

    `waiting_days` is the median age of the open needs; `free` counts places.
    """

    code: str | None
    needs: int
    unmatched: int
    waiting_days: float | None
    offers: int
    free: int


@dataclass(frozen=True, slots=True)
class Tie:
    """A relation on a path: its type, the source's word for it, and at whom it starts."""

    type: str
    kind: str
    from_id: str


@dataclass(frozen=True, slots=True)
class NetworkPath:
    """The parties on the way, both ends among them, and what ties each to the next."""

    party_ids: tuple[str, ...]
    ties: tuple[Tie, ...]


class Networks:
    """One tenant's network."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    async def path(self, from_id: str, to_id: str) -> NetworkPath | None:
        """A shortest path of at most six steps; None where there is none, or no such party.

        Exclusions and competition connect nobody.
        """
        rows = await self._graph.read("find_path", from_id=from_id, to_id=to_id)
        if not rows:
            return None
        ties = tuple(Tie(**tie) for tie in rows[0]["ties"])
        return NetworkPath(tuple(rows[0]["party_ids"]), ties)

    async def coverage(self, by: CoverageBy) -> list[Coverage]:
        """Demand against supply, most open needs first."""
        return [Coverage(**row) for row in await self._coverage(by)]

    async def _coverage(self, by: CoverageBy) -> list[Record]:
        match by:
            case CoverageBy.REGION:
                return await self._graph.read("list_coverage_by_region")
            case CoverageBy.SECTOR:
                return await self._graph.read("list_coverage_by_sector")
            case CoverageBy.SKILL:
                return await self._graph.read("list_coverage_by_skill")
