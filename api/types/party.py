"""Organizations and mentors."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Self

import strawberry

from api.batches import neighbors, pages, terms
from api.context import Info
from api.fields import resolved
from api.paging import PageRequest, nested_connection
from api.types.connection import Connection
from api.types.node import Node
from api.types.reference import Place, Sector
from graph.models import entities
from graph.models.vocabulary import Language, PartyKind, Scope, Stage

if TYPE_CHECKING:
    from api.types.need import Need
    from api.types.offer import Offer

First = Annotated[int, strawberry.argument(description="How many at most, 1 to 100.")]


@strawberry.type(description="Whom to write to.")
class Contact:
    """Personal data: shown to staff only."""

    name: str = strawberry.field(description="The person's name; empty where it is not known.")
    email: str | None = strawberry.field(description="The person's e-mail address.")


@strawberry.interface(description="An organization or a mentor of the network.")
class Party(Node):
    """What both have in common."""

    incubator_id: strawberry.Private[str | None]
    hidden_contact: strawberry.Private[Contact]
    kind: PartyKind = strawberry.field(description="What the party is.")
    name: str = strawberry.field(description="Its name.")
    text: str = strawberry.field(description="What it says about itself.")
    language: Language = strawberry.field(description="The language it is written to in.")
    languages: list[str] = strawberry.field(description="Languages it works in, as ISO 639 codes.")
    website: str | None = strawberry.field(description="Its website.")
    sector_code: str | None = strawberry.field(description="Its NAF code, as registered.")
    commune: str | None = strawberry.field(description="Its town.")
    departement: str | None = strawberry.field(description="INSEE code of its département.")
    region: str | None = strawberry.field(description="INSEE code of its region.")
    latitude: float | None = strawberry.field(description="Latitude, in degrees.")
    longitude: float | None = strawberry.field(description="Longitude, in degrees.")
    external_key: str | None = strawberry.field(description="Its key in the source it came from.")
    paused_until: datetime | None = strawberry.field(
        description="Until when it gets no proposals; null where it is not paused."
    )
    created_at: datetime = strawberry.field(description="When it was registered.")
    updated_at: datetime = strawberry.field(description="When it last changed.")

    @classmethod
    def of(cls, model: entities.Party, **more: Any) -> Self:
        """From the graph's model."""
        contact = Contact(name=model.contact_name, email=model.email)
        return super().of(model, sector_code=model.sector, hidden_contact=contact, **more)

    @resolved(
        "Whom to write to; null for keys without the scope `staff`, because contacts are revealed "
        "to the other side only after both have said yes."
    )
    async def contact(self, info: Info) -> Contact | None:
        """None rather than an error: one query serves all callers."""
        caller = info.context.signed_in
        is_shown = caller.has_scope(Scope.STAFF)
        if caller.sees_own_only:
            is_shown = await info.context.loaders.is_met.load(self.raw_id)
        return self.hidden_contact if is_shown else None

    @resolved("The sector of its NAF code.", batch=terms("sector", "sector_division"))
    async def sector(self, info: Info) -> Sector | None:
        """From the loader of all sectors, which knows divisions (`25`)."""
        code = self.sector_division
        return await info.context.loaders.sector.load(code) if code else None

    @resolved(
        "Its département, or its region where only that is known.", batch=terms("place", "place_id")
    )
    async def place(self, info: Info) -> Place | None:
        """From the loader of all places."""
        return await info.context.loaders.place.load(self.place_id) if self.place_id else None

    @property
    def sector_division(self) -> str | None:
        """The first two digits of its NAF code."""
        return (self.sector_code or "")[:2] or None

    @property
    def place_id(self) -> str | None:
        """The id of its place, such as `departement:18`."""
        if self.departement:
            return f"departement:{self.departement}"
        return f"region:{self.region}" if self.region else None

    @resolved("The incubator it is a member of.", batch=neighbors("party", "incubator_id"))
    async def incubator(self, info: Info) -> "Organization | None":
        """From the loader of parties."""
        if self.incubator_id is None:
            return None
        found = await info.context.loaders.party.load(self.incubator_id)
        return found if isinstance(found, Organization) else None

    @nested_connection("Its needs.", batch=pages("needs_of_party"))
    async def needs(
        self, info: Info, *, asked: PageRequest
    ) -> Connection[Annotated["Need", strawberry.lazy("api.types.need")]]:
        """From the loader of needs by party."""
        return await info.context.loaders.needs_of_party.page(self.raw_id, asked)

    @nested_connection("Its offers.", batch=pages("offers_of_party"))
    async def offers(
        self, info: Info, *, asked: PageRequest
    ) -> Connection[Annotated["Offer", strawberry.lazy("api.types.offer")]]:
        """From the loader of offers by party."""
        return await info.context.loaders.offers_of_party.page(self.raw_id, asked)


@strawberry.type(description="A startup, an SME, a mid-sized firm, an integrator or an incubator.")
class Organization(Party):
    """See `graph.models.entities.Party`."""

    siret: str | None = strawberry.field(description="Its SIRET number, 14 digits.")
    size: str | None = strawberry.field(description="Its size, as the source tells it.")
    stage: Stage | None = strawberry.field(description="How far it is, for a startup.")


@strawberry.type(description="A person who advises.")
class Mentor(Party):
    """See `graph.models.entities.Party`."""


def party_of(model: entities.Party) -> Party:
    """An organization or a mentor."""
    return Mentor.of(model) if model.kind is PartyKind.MENTOR else Organization.of(model)
