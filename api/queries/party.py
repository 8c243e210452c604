"""Organizations and mentors."""

from collections.abc import Callable
from typing import Annotated, Any, TypeVar

import strawberry

from api.context import Info
from api.fields import resolved
from api.queries.arguments import After, First, Region, SectorPrefix
from api.types.connection import DEFAULT_PAGE, Connection, checked_first, connect
from api.types.party import Mentor, Organization, Party, party_of
from graph.models.vocabulary import PartyKind
from graph.repositories.parties import Parties

T = TypeVar("T", bound=Party)
ORGANIZATIONS = [kind for kind in PartyKind if kind is not PartyKind.MENTOR]
Kinds = Annotated[
    list[PartyKind] | None, strawberry.argument(description="Only of these kinds; null for all.")
]


@strawberry.type
class PartyQueries:
    """Lists of parties."""

    @resolved("Organizations and mentors of the network, newest first.")
    async def parties(
        self,
        info: Info,
        kinds: Kinds = None,
        region: Region = None,
        sector: SectorPrefix = None,
        first: First = DEFAULT_PAGE,
        after: After = None,
    ) -> Connection[Party]:
        """All kinds."""
        filters = {"kinds": kinds, "region": region, "sector": sector}
        return await page_of_parties(info, party_of, filters, first=first, after=after)

    @resolved("Organizations of the network, newest first.")
    async def organizations(
        self,
        info: Info,
        kinds: Kinds = None,
        region: Region = None,
        sector: SectorPrefix = None,
        first: First = DEFAULT_PAGE,
        after: After = None,
    ) -> Connection[Organization]:
        """All kinds but mentors."""
        wanted = [kind for kind in ORGANIZATIONS if kinds is None or kind in kinds]
        filters = {"kinds": wanted, "region": region, "sector": sector}
        return await page_of_parties(info, Organization.of, filters, first=first, after=after)

    @resolved("Mentors of the network, newest first.")
    async def mentors(
        self,
        info: Info,
        region: Region = None,
        first: First = DEFAULT_PAGE,
        after: After = None,
    ) -> Connection[Mentor]:
        """Persons."""
        filters = {"kinds": [PartyKind.MENTOR], "region": region}
        return await page_of_parties(info, Mentor.of, filters, first=first, after=after)

    @resolved("Incubators of the network, newest first.")
    async def incubators(
        self,
        info: Info,
        region: Region = None,
        first: First = DEFAULT_PAGE,
        after: After = None,
    ) -> Connection[Organization]:
        """Organizations of one kind."""
        filters = {"kinds": [PartyKind.INCUBATOR], "region": region}
        return await page_of_parties(info, Organization.of, filters, first=first, after=after)


async def page_of_parties(
    info: Info, make: Callable[[Any], T], filters: dict[str, Any], *, first: int, after: str | None
) -> Connection[T]:
    """One page under filters. Raises BadInputError for a cursor of another list."""
    cursors = info.context.cursors.of_list("parties", filters)
    page = await Parties(info.context.graph).page(
        first=checked_first(first), after=cursors.read(after), **filters
    )
    return connect(page, make, cursors, after=after)
