"""By what a search can be narrowed: features of parties, needs and offers."""

from collections.abc import Sequence
from dataclasses import dataclass

from graph.connection import Graph
from graph.models.vocabulary import MatchKind


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchFilters:
    """What may be found. None and empty ask for nothing; of several values, all must be there."""

    kind: MatchKind | None = None
    region: str | None = None
    sector: str | None = None
    language: str | None = None
    skill_ids: tuple[str, ...] = ()
    certifications: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether everything may be found."""
        return self == SearchFilters()


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that a search found, with its features and its text."""

    id: str
    kind: str
    region: str | None
    sector: str | None
    languages: Sequence[str]
    skill_ids: Sequence[str]
    certifications: Sequence[str]
    title: str
    text: str | None


class Searching:
    """The features of one tenant's parties, needs and offers."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    async def ids_with(self, filters: SearchFilters) -> list[str]:
        """What has these features. An offer counts in the regions that it names, too."""
        rows = await self._graph.read(
            "list_searchable_ids",
            kind=filters.kind,
            region=filters.region,
            sector=filters.sector,
            language=filters.language,
            skills=list(filters.skill_ids),
            certifications=list(filters.certifications),
        )
        return [row["id"] for row in rows]

    async def found(self, ids: Sequence[str]) -> dict[str, Found]:
        """The features of these, by id."""
        rows = await self._graph.read("list_facets_by_ids", ids=list(ids))
        return {row["id"]: Found(**row) for row in rows}
