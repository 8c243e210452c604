"""Mentors: the parties that are persons."""

from datetime import datetime

from graph.connection import Graph
from graph.models.entities import Party
from graph.models.vocabulary import PartyKind
from graph.repositories.paging import Page
from graph.repositories.parties import Parties


class Mentors:
    """The mentors of one tenant."""

    def __init__(self, graph: Graph) -> None:
        self._parties = Parties(graph)

    async def page(self, *, first: int, after: str | None = None) -> Page[Party]:
        """One page of mentors, newest first."""
        return await self._parties.page(first=first, after=after, kinds=[PartyKind.MENTOR])

    async def pause(self, mentor_id: str, until: datetime | None) -> Party:
        """Sends a mentor no proposal until a date; None ends the pause. Raises NotFoundError."""
        return await self._parties.pause(mentor_id, until)
