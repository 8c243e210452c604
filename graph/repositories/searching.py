"""What a search shows of what it found: titles and texts, to mark the words of the phrase in them."""

from collections.abc import Sequence
from dataclasses import dataclass

from graph.connection import Graph


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that a search found, with its text."""

    id: str
    title: str
    text: str | None


class Searching:
    """The texts of one tenant's parties, needs and offers."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    async def found(self, ids: Sequence[str]) -> dict[str, Found]:
        """The texts of these, by id."""
        rows = await self._graph.read("list_found_texts", ids=list(ids))
        return {row["id"]: Found(**row) for row in rows}
