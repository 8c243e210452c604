"""Organizations and mentors."""

from collections.abc import Callable
from typing import Annotated, Any, TypeVar

import strawberry

from api.context import Info
from api.paging import PageRequest, connection
from api.queries.arguments import Region, SectorPrefix
from api.trees.reading import parties_tree
from api.types.connection import Connection, Listing
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

    @connection("Organizations and mentors of the network.")
    async def parties(
        self,
        info: Info,
        kinds: Kinds = None,
        region: Region = None,
        sector: SectorPrefix = None,
        *,
        asked: PageRequest,
    ) -> Connection[Party]:
        """All kinds."""
        filters = {"kinds": kinds, "region": region, "sector": sector}
        return await listed(info, party_of, filters).page(info, asked)

    @connection("Organizations of the network.")
    async def organizations(
        self,
        info: Info,
        kinds: Kinds = None,
        region: Region = None,
        sector: SectorPrefix = None,
        *,
        asked: PageRequest,
    ) -> Connection[Organization]:
        """All kinds but mentors."""
        wanted = [kind for kind in ORGANIZATIONS if kinds is None or kind in kinds]
        filters = {"kinds": wanted, "region": region, "sector": sector}
        return await listed(info, Organization.of, filters).page(info, asked)

    @connection("Mentors of the network.")
    async def mentors(
        self, info: Info, region: Region = None, *, asked: PageRequest
    ) -> Connection[Mentor]:
        """Persons."""
        filters = {"kinds": [PartyKind.MENTOR], "region": region}
        return await listed(info, Mentor.of, filters).page(info, asked)

    @connection("Incubators of the network.")
    async def incubators(
        self, info: Info, region: Region = None, *, asked: PageRequest
    ) -> Connection[Organization]:
        """Organizations of one kind."""
        filters = {"kinds": [PartyKind.INCUBATOR], "region": region}
        return await listed(info, Organization.of, filters).page(info, asked)


def listed(info: Info, make: Callable[[Any], T], filters: dict[str, Any]) -> Listing[T]:
    """The list of parties under filters."""
    parties = Parties(info.context.graph)
    return Listing("parties", parties.page, parties.count, make, filters, parties_tree)
