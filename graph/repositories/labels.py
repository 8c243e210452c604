"""What people answered, as material to learn from."""

import json

from graph.connection import Graph, Record
from graph.models.entities import Entity
from graph.models.vocabulary import MatchKind
from graph.repositories.paging import LAST_ID, Page, all_items, page_of


class AskedMatch(Entity):
    """A match that somebody was asked about: what each side was judged by, and what it said.

    Features are by name; empty where the match is older than their storing. The card's place is
    that of the seeker's mail; a giver is asked about one card at a time.
    """

    kind: MatchKind
    seeker_id: str
    giver_id: str
    features: dict[str, float]
    giver_features: dict[str, float]
    seeker_answer: str | None
    giver_answer: str | None
    position: int | None
    cards: int | None
    propensity: float | None
    seeker_region: str | None
    seeker_size: str | None
    giver_region: str | None
    giver_size: str | None


class Labels:
    """The asked matches of one tenant."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    async def page(self, *, first: int, after: str | None = None) -> Page[AskedMatch]:
        """One page, newest first."""
        rows = await self._graph.read("list_labels", after=after or LAST_ID, limit=first + 1)
        return page_of(rows, "match", _asked, first=first)

    async def all(self) -> list[AskedMatch]:
        """Every asked match, newest first, read page by page."""
        return await all_items(lambda first, after: self.page(first=first, after=after))


def _asked(row: Record) -> AskedMatch:
    """The features are stored as JSON texts."""
    return AskedMatch.model_validate(
        row | {key: json.loads(row[key] or "{}") for key in ("features", "giver_features")}
    )
