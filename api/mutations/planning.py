"""Taking what both sides of an engagement have agreed on."""

from datetime import date, datetime
from typing import Annotated, Any

import strawberry

from api.context import Info
from api.inputs import given_fields, read_id, validated
from api.mutations.engagement import EngagementSuccess
from api.payloads import mutation
from api.refusals import blaming, outdated
from api.types.engagement import Engagement
from graph.lifecycle.planning import Plan
from graph.lifecycle.planning import plan_engagement as keep_plan
from graph.models.inputs import PlanInput
from graph.models.vocabulary import Side


@strawberry.input(description="A step that both sides have agreed on.")
class MilestoneInput:
    """See `graph.models.inputs.MilestoneInput`."""

    title: str = strawberry.field(description="What is to be reached; 200 characters at most.")
    due_on: date | None = strawberry.field(description="By when.", default=None)
    reached_on: date | None = strawberry.field(
        description="When it was; null while it is not.", default=None
    )


@strawberry.input(description="What both sides have agreed on. What is not sent stays as it is.")
class PlanEngagementInput:
    """See `graph.lifecycle.planning.Plan`."""

    engagement_id: strawberry.ID = strawberry.field(description="The engagement.")
    side: Side = strawberry.field(description="Who writes, or for whom it is written.")
    milestones: list[MilestoneInput] | None = strawberry.field(
        description="All of its milestones in their order, 20 at most; null for none.",
        default=strawberry.UNSET,
    )
    note: str | None = strawberry.field(
        description="The shared note, 5,000 characters at most; null takes it away.",
        default=strawberry.UNSET,
    )
    planned_at: datetime | None = strawberry.field(
        description="That of the engagement as you read it: where somebody has written since, nothing is "
        "changed. Null writes in any case.",
        default=None,
    )


@strawberry.type
class PlanningMutations:
    """Milestones and note."""

    @mutation(
        "Keeps milestones and the shared note of an engagement. People of a company and mentors "
        "write for their own side."
    )
    async def plan_engagement(
        self,
        info: Info,
        given: Annotated[
            PlanEngagementInput, strawberry.argument(name="input", description="The plan.")
        ],
    ) -> EngagementSuccess:
        plan = Plan(
            engagement_id=read_id(given.engagement_id, ["Engagement"], "input", "engagementId"),
            side=given.side,
            actor=info.context.signed_in.actor,
            agreed=validated(PlanInput, _agreed(given)),
            as_of=given.planned_at,
        )
        with outdated("input", "plannedAt"), blaming("input", "engagementId"):
            kept = await keep_plan(info.context.graph, plan)
        return EngagementSuccess(engagement=Engagement.of(kept))


def _agreed(given: PlanEngagementInput) -> dict[str, Any]:
    """What was sent; null empties it."""
    sent = given_fields(given)
    agreed: dict[str, Any] = {}
    if "milestones" in sent:
        agreed["milestones"] = [given_fields(each) for each in sent["milestones"] or ()]
    if "note" in sent:
        agreed["note"] = sent["note"] or ""
    return agreed
