"""What parties give."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

from api.batches import neighbors, short_lists, terms
from api.context import Info
from api.fields import resolved
from api.paging import checked_size
from api.types.node import Node
from api.types.party import First, Party
from api.types.reference import Skill
from graph.models.vocabulary import Hosting, Language, MatchKind, OfferStatus, Stage

if TYPE_CHECKING:
    from api.types.match import Match


@strawberry.type(description="What a party gives.")
class Offer(Node):
    """See `graph.models.entities.Offer`."""

    party_id: strawberry.Private[str]
    skill_ids: strawberry.Private[tuple[str, ...]]
    kind: MatchKind = strawberry.field(description="What it gives.")
    status: OfferStatus = strawberry.field(description="Whether it may be matched.")
    title: str = strawberry.field(description="The offer in one line.")
    text: str = strawberry.field(description="The offer in full.")
    wish: str = strawberry.field(description="Whom the giver would like to work with.")
    language: Language = strawberry.field(description="The language of its texts.")
    languages: list[str] = strawberry.field(description="Languages to work in, ISO 639 codes.")
    is_remote: bool = strawberry.field(description="Whether it is given at a distance too.")
    regions: list[str] = strawberry.field(
        description="INSEE codes of the regions served; none for everywhere."
    )
    capacity: int = strawberry.field(description="How many can be served at once.")
    taken: int = strawberry.field(description="How many of these places are in use.")
    hosting: Hosting = strawberry.field(description="Where data is guaranteed to be hosted.")
    certifications: list[str] = strawberry.field(description="Certifications it holds.")
    price_min: float | None = strawberry.field(description="Lowest price, in euros.")
    price_max: float | None = strawberry.field(description="Highest price, in euros.")
    preferred_stages: list[Stage] = strawberry.field(
        description="The stages of startups it prefers; none for all."
    )
    external_key: str | None = strawberry.field(description="Its key in the source it came from.")
    created_at: datetime = strawberry.field(description="When it was registered.")
    updated_at: datetime = strawberry.field(description="When it last changed.")

    @resolved("Who gives.", batch=neighbors("party", "party_id"))
    async def party(self, info: Info) -> Party | None:
        """From the loader of parties."""
        return await info.context.loaders.party.load(self.party_id)

    @resolved("The skills it provides.", batch=terms("skill", "skill_ids"))
    async def skills(self, info: Info) -> list[Skill]:
        """From the loader of all skills; one that is not known is left out."""
        found = await info.context.loaders.skill.load_many(self.skill_ids)
        return [skill for skill in found if skill is not None]

    @resolved(
        "Its open matches, the most probable first.", batch=short_lists("suggestions_of_offer")
    )
    async def suggestions(
        self, info: Info, first: First
    ) -> list[Annotated["Match", strawberry.lazy("api.types.match")]]:
        """From the loader of suggestions by offer."""
        key = (self.raw_id, checked_size(first))
        return await info.context.loaders.suggestions_of_offer.load(key)
