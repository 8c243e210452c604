"""What both sides accepted."""

from datetime import date, datetime
from typing import Any, Self

import strawberry

from api.batches import neighbors
from api.caller import Caller
from api.context import Info
from api.fields import resolved
from api.types.match import Match
from api.types.node import Node
from api.types.party import Party
from graph.lifecycle.following import DAYS
from graph.models import entities
from graph.models.vocabulary import EngagementState, MatchKind, Progress, Scope, Side


@strawberry.type(description="What a side said when it was asked how it goes.")
class FollowUp:
    """See `graph.lifecycle.following.FollowUp`."""

    side: Side = strawberry.field(description="Who said it.")
    day: int = strawberry.field(description="After how many days: 30 or 90.")
    progress: Progress = strawberry.field(description="How it goes.")
    text: str | None = strawberry.field(description="What they added, for the network's staff.")
    said_at: datetime | None = strawberry.field(
        description="When they said it; null where it was said before this was kept."
    )


@strawberry.type(description="What an engagement was worth to a side.")
class SideOutcome:
    """See `graph.lifecycle.following.SideOutcome`."""

    side: Side = strawberry.field(description="Who said it.")
    is_useful: bool = strawberry.field(description="Whether it was useful to them.")
    has_continued: bool | None = strawberry.field(description="Whether they go on together.")
    saved_eur: int | None = strawberry.field(description="What it saved them, in euros.")
    invested_eur: int | None = strawberry.field(description="What they invested, in euros.")


@strawberry.type(description="A step that both sides have agreed on.")
class Milestone:
    """See `graph.models.entities.Milestone`."""

    title: str = strawberry.field(description="What is to be reached.")
    due_on: date | None = strawberry.field(description="By when.")
    reached_on: date | None = strawberry.field(description="When it was; null while it is not.")


@strawberry.type(description="What both sides accepted: mentoring, a pilot, an integration.")
class Engagement(Node):
    """See `graph.models.entities.Engagement`."""

    match_id: strawberry.Private[str]
    seeker_id: strawberry.Private[str]
    giver_id: strawberry.Private[str]
    stored: strawberry.Private[entities.Engagement]
    kind: MatchKind = strawberry.field(description="What is asked for and given.")
    state: EngagementState = strawberry.field(description="Where it stands.")
    created_at: datetime = strawberry.field(description="When both had said yes.")
    updated_at: datetime = strawberry.field(description="When it last changed.")

    @classmethod
    def of(cls, model: entities.Engagement, **more: Any) -> Self:
        """From the graph's model."""
        return super().of(model, stored=model, **more)

    @resolved(
        "What the sides said after 30 and 90 days: to staff, all of it; to people of a company "
        "and to mentors, what their own side said."
    )
    def follow_ups(self, info: Info) -> list[FollowUp]:
        """As stored with the engagement."""
        sides = self._sides_for(info.context.signed_in)
        found = [_follow_up(self.stored, side, day) for side in sides for day in DAYS]
        return [each for each in found if each is not None]

    @resolved("What it was worth to each side that told, shown as `followUps` are.")
    def outcomes(self, info: Info) -> list[SideOutcome]:
        """As stored with the engagement."""
        found = [_outcome(self.stored, side) for side in self._sides_for(info.context.signed_in)]
        return [each for each in found if each is not None]

    @resolved("What both sides want to reach, shown to them and to staff; see `planEngagement`.")
    def milestones(self, info: Info) -> list[Milestone]:
        """As stored with the engagement."""
        is_shown = self._sides_for(info.context.signed_in)
        return [Milestone(**dict(each)) for each in self.stored.milestones if is_shown]

    @resolved("The note that both sides share, shown as `milestones` are.")
    def note(self, info: Info) -> str | None:
        """As stored with the engagement."""
        return self.stored.note if self._sides_for(info.context.signed_in) else None

    @resolved("When milestones or note were last written; see `planEngagement`.")
    def planned_at(self) -> datetime | None:
        """As stored with the engagement."""
        return self.stored.planned_at

    def _sides_for(self, caller: Caller) -> list[Side]:
        if caller.has_scope(Scope.STAFF):
            return list(Side)
        owners = {Side.SEEKER: self.seeker_id, Side.GIVER: self.giver_id}
        return [side for side, owner in owners.items() if owner == caller.party_id]

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


def _follow_up(stored: entities.Engagement, side: Side, day: int) -> FollowUp | None:
    key = f"{side.lower()}_day_{day}"
    progress = getattr(stored, key)
    if progress is None:
        return None
    return FollowUp(
        side=side,
        day=day,
        progress=progress,
        text=getattr(stored, f"{key}_text"),
        said_at=getattr(stored, f"{key}_at"),
    )


def _outcome(stored: entities.Engagement, side: Side) -> SideOutcome | None:
    told = {
        name: getattr(stored, f"{side.lower()}_{name}")
        for name in ("useful", "continued", "saved_eur", "invested_eur")
    }
    if told["useful"] is None:
        return None
    return SideOutcome(
        side=side,
        is_useful=told["useful"],
        has_continued=told["continued"],
        saved_eur=told["saved_eur"],
        invested_eur=told["invested_eur"],
    )
