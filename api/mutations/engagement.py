"""Following what both sides accepted."""

from typing import Annotated

import strawberry

from api.context import Info
from api.inputs import read_id
from api.payloads import mutation
from api.refusals import blaming, outdated
from api.types.engagement import Engagement
from graph.models.vocabulary import EngagementState
from graph.repositories.engagements import Engagements


@strawberry.input(description="Where an engagement stands now.")
class AdvanceEngagementInput:
    """See `graph.lifecycle.states.ENGAGEMENT_STEPS`."""

    id: strawberry.ID = strawberry.field(description="The engagement.")
    state: EngagementState = strawberry.field(
        description="Where it stands: ACTIVE, COMPLETED or STOPPED; the last two are final."
    )


@strawberry.type(description="An engagement that was moved on.")
class EngagementSuccess:
    """The engagement."""

    engagement: Engagement = strawberry.field(description="The engagement as it stands now.")


@strawberry.type
class EngagementMutations:
    """Advance."""

    @mutation(
        "Notes where an engagement stands; one that ends gives its place back to the offer.",
    )
    async def advance_engagement(
        self,
        info: Info,
        given: Annotated[
            AdvanceEngagementInput, strawberry.argument(name="input", description="The state.")
        ],
    ) -> EngagementSuccess:
        raw_id = read_id(given.id, ["Engagement"], "input", "id")
        with outdated("input", "state"), blaming("input", "id"):
            moved = await Engagements(info.context.graph).advance(
                raw_id, given.state, actor=info.context.signed_in.actor
            )
        await info.context.hint("need.prepare")
        return EngagementSuccess(engagement=Engagement.of(moved))
