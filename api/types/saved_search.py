"""Searches that parties saved, to be told of what appears."""

from datetime import datetime

import strawberry

from api.context import Info
from api.fields import resolved
from api.types.node import Node
from api.types.party import Party
from graph.models.vocabulary import AlertFrequency, MatchKind, PartyKind


@strawberry.type(
    description="A search that a party saved: it gets a mail when an offer for it appears."
)
class SavedSearch(Node):
    """See `graph.models.entities.SavedSearch`."""

    party_id: strawberry.Private[str]
    phrase: str = strawberry.field(description="What is looked for.")
    kind: MatchKind | None = strawberry.field(description="Only offers of this kind; null for any.")
    giver_kinds: list[PartyKind] = strawberry.field(
        description="Only offers of such parties; empty for any."
    )
    region: str | None = strawberry.field(
        description="Only offers in the region of this INSEE code; null for any."
    )
    frequency: AlertFrequency = strawberry.field(description="How often it is looked at again.")
    is_active: bool = strawberry.field(description="Whether mails are written for it.")
    searched_at: datetime | None = strawberry.field(
        description="When it was last looked at; null for not yet."
    )
    created_at: datetime = strawberry.field(
        description="When it was saved; what is older is not told of."
    )
    updated_at: datetime = strawberry.field(description="When it last changed.")

    @resolved("Who is told.")
    async def party(self, info: Info) -> Party | None:
        """From the loader of parties."""
        return await info.context.loaders.party.load(self.party_id)
