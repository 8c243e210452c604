"""What both sides accepted."""

from datetime import datetime

import strawberry

from api.batches import neighbors
from api.context import Info
from api.fields import resolved
from api.types.match import Match
from api.types.node import Node
from api.types.party import Party
from graph.models.vocabulary import EngagementState, MatchKind


@strawberry.type(description="What both sides accepted: mentoring, a pilot, an integration.")
class Engagement(Node):
    """See `graph.models.entities.Engagement`."""

    match_id: strawberry.Private[str]
    seeker_id: strawberry.Private[str]
    giver_id: strawberry.Private[str]
    kind: MatchKind = strawberry.field(description="What is asked for and given.")
    state: EngagementState = strawberry.field(description="Where it stands.")
    created_at: datetime = strawberry.field(description="When both had said yes.")
    updated_at: datetime = strawberry.field(description="When it last changed.")

    @resolved("The match it came from.", batch=neighbors("match", "match_id"))
    async def match(self, info: Info) -> Match | None:
        """From the loader of matches."""
        return await info.context.loaders.match.load(self.match_id)

    @resolved("Who had the need.", batch=neighbors("party", "seeker_id"))
    async def seeker(self, info: Info) -> Party | None:
        """From the loader of parties."""
        return await info.context.loaders.party.load(self.seeker_id)

    @resolved("Who made the offer.", batch=neighbors("party", "giver_id"))
    async def giver(self, info: Info) -> Party | None:
        """From the loader of parties."""
        return await info.context.loaders.party.load(self.giver_id)
