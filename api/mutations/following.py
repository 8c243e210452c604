"""Taking what both sides say of an engagement: after 30 and 90 days, and in the end."""

from typing import Annotated

import strawberry

from api.context import Info
from api.inputs import read_id, short_text
from api.mutations.engagement import EngagementSuccess
from api.payloads import mutation
from api.refusals import blaming, refused
from api.types.engagement import Engagement
from api.types.user_error import UserErrorCode
from graph.lifecycle.following import DAYS, Day, FollowUp, SideOutcome
from graph.lifecycle.following import record_follow_up as keep_follow_up
from graph.lifecycle.following import record_outcome as keep_outcome
from graph.models.vocabulary import Progress, Side

MAX_EUR = 1_000_000_000


@strawberry.input(description="What a side says when it is asked how an engagement goes.")
class RecordFollowUpInput:
    """See `graph.lifecycle.following.FollowUp`."""

    engagement_id: strawberry.ID = strawberry.field(description="The engagement.")
    side: Side = strawberry.field(description="Who says it.")
    day: int = strawberry.field(description="After how many days it was asked: 30 or 90.")
    progress: Progress = strawberry.field(description="How it goes.")
    text: str | None = strawberry.field(
        description="What they add, for the network's staff; 2,000 characters at most.",
        default=None,
    )


@strawberry.input(description="What an engagement was worth to a side.")
class RecordOutcomeInput:
    """See `graph.lifecycle.following.SideOutcome`."""

    engagement_id: strawberry.ID = strawberry.field(description="The engagement.")
    side: Side = strawberry.field(description="Who says it.")
    is_useful: bool = strawberry.field(description="Whether it was useful to them.")
    has_continued: bool | None = strawberry.field(
        description="Whether they go on together.", default=None
    )
    saved_eur: int | None = strawberry.field(
        description="What it saved them, in euros, if they want to tell.", default=None
    )
    invested_eur: int | None = strawberry.field(
        description="What they invested, in euros, if they want to tell.", default=None
    )


@strawberry.type
class FollowingMutations:
    """Follow-ups and outcomes."""

    @mutation(
        "Keeps what a side says after 30 or 90 days; another answer takes its place. People of a "
        "company and mentors answer for their own side."
    )
    async def record_follow_up(
        self,
        info: Info,
        given: Annotated[
            RecordFollowUpInput, strawberry.argument(name="input", description="The answer.")
        ],
    ) -> EngagementSuccess:
        said = FollowUp(
            engagement_id=read_id(given.engagement_id, ["Engagement"], "input", "engagementId"),
            side=given.side,
            day=_day(given.day),
            progress=given.progress,
            actor=info.context.signed_in.actor,
            text=short_text(given.text, "input", "text"),
        )
        with blaming("input", "engagementId"):
            kept = await keep_follow_up(info.context.graph, said)
        return EngagementSuccess(engagement=Engagement.of(kept))

    @mutation(
        "Keeps what an engagement was worth to a side; another outcome takes its place. People of "
        "a company and mentors tell it for their own side."
    )
    async def record_outcome(
        self,
        info: Info,
        given: Annotated[
            RecordOutcomeInput, strawberry.argument(name="input", description="The outcome.")
        ],
    ) -> EngagementSuccess:
        said = SideOutcome(
            engagement_id=read_id(given.engagement_id, ["Engagement"], "input", "engagementId"),
            side=given.side,
            is_useful=given.is_useful,
            actor=info.context.signed_in.actor,
            has_continued=given.has_continued,
            saved_eur=_amount(given.saved_eur, "savedEur"),
            invested_eur=_amount(given.invested_eur, "investedEur"),
        )
        with blaming("input", "engagementId"):
            kept = await keep_outcome(info.context.graph, said)
        return EngagementSuccess(engagement=Engagement.of(kept))


def _day(day: int) -> Day:
    found = next((each for each in DAYS if each == day), None)
    if found is None:
        message = f"It is asked after 30 and after 90 days, not after {day}."
        raise refused(UserErrorCode.INVALID, message, "input", "day")
    return found


def _amount(euros: int | None, name: str) -> int | None:
    if euros is not None and not 0 <= euros <= MAX_EUR:
        message = f"An amount is between 0 and {MAX_EUR:,} euros, not {euros:,}."
        raise refused(UserErrorCode.INVALID, message, "input", name)
    return euros
