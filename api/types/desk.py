"""What the staff of a network look at each day."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any, ClassVar, Self

import strawberry

from api.batches import neighbors
from api.context import Info
from api.fields import resolved
from api.types.match import Match
from api.types.need import Need
from api.types.party import Party
from graph.models import desk, entities
from graph.models.capacity import Forecast
from graph.models.desk import WaitingFor
from graph.models.vocabulary import MatchKind, Side


def days_since(moment: datetime, now: datetime) -> int:
    """Whole days that have gone by."""
    return (now - moment) // timedelta(days=1)


@strawberry.type(description="An open need, and what it waits for.")
class WaitingNeed:
    """See `graph.models.desk.WaitingNeed`."""

    raw_id: strawberry.Private[str]
    need: Need = strawberry.field(description="The need.")
    age_days: int = strawberry.field(description="For how many whole days it has been open.")
    waits_for: WaitingFor = strawberry.field(description="What it waits for.")
    waiting_at: datetime = strawberry.field(description="Since when it waits for that.")
    open_matches: int = strawberry.field(description="How many of its matches are open.")

    @classmethod
    def of(cls, found: desk.WaitingNeed, now: datetime) -> Self:
        """From the graph's model, as it is now."""
        return cls(
            raw_id=found.need.id,
            need=Need.of(found.need),
            age_days=days_since(found.need.created_at, now),
            waits_for=found.waits_for,
            waiting_at=found.since,
            open_matches=len(found.matches),
        )


@strawberry.type(description="A question that nobody has answered yet.")
class Silence:
    """A match whose asked side says nothing."""

    prefetched: ClassVar[Mapping[str, Any]] = MappingProxyType({})
    raw_id: strawberry.Private[str]
    party_id: strawberry.Private[str]
    match: Match = strawberry.field(description="What is asked about.")
    side: Side = strawberry.field(description="Which side is asked.")
    asked_at: datetime = strawberry.field(description="Since when.")
    silent_days: int = strawberry.field(description="How many whole days that is.")

    @classmethod
    def of(cls, found: entities.Match, now: datetime) -> Self:
        """From a match that is being asked about, as it is now."""
        side = found.asked_side or Side.SEEKER
        asked_at = found.proposed_at or found.updated_at
        return cls(
            raw_id=found.id,
            party_id=found.seeker_id if side is Side.SEEKER else found.giver_id,
            match=Match.of(found),
            side=side,
            asked_at=asked_at,
            silent_days=days_since(asked_at, now),
        )

    @resolved("Who is asked.", batch=neighbors("party", "party_id"))
    async def party(self, info: Info) -> Party | None:
        """From the loader of parties."""
        return await info.context.loaders.party.load(self.party_id)


@strawberry.type(description="Free places at the start of a week.")
class CapacityWeek:
    """See `graph.models.capacity.CapacityWeek`."""

    starts_on: date = strawberry.field(description="Its first day; that of the first is today.")
    free: int = strawberry.field(description="How many places are expected to be free.")
    returning: int = strawberry.field(
        description="How many of them come back with people whose pause ends."
    )
    ending: int = strawberry.field(description="How many of them engagements are expected to free.")


@strawberry.type(description="The places of one kind, now and in the weeks to come.")
class CapacityForecast:
    """See `graph.models.capacity.Forecast`."""

    kind: MatchKind = strawberry.field(description="What is given.")
    offers: int = strawberry.field(description="How many offers are open.")
    capacity: int = strawberry.field(description="How many places they have.")
    taken: int = strawberry.field(description="How many of these are in use.")
    paused: int = strawberry.field(description="How many are free, but of people who paused.")
    overdue: int = strawberry.field(
        description="How many engagements last longer than planned: no place is expected of them."
    )
    planned_days: float = strawberry.field(
        description="How long an engagement is taken to last: the median of those that came to "
        "their end, from five on."
    )
    weeks: list[CapacityWeek] = strawberry.field(
        description="Today, and the start of each week that is asked for."
    )

    @classmethod
    def of(cls, found: Forecast) -> Self:
        """From the graph's forecast."""
        weeks = [
            CapacityWeek(
                starts_on=week.starts_on,
                free=week.free,
                returning=week.returning,
                ending=week.ending,
            )
            for week in found.weeks
        ]
        return cls(
            kind=found.kind,
            offers=found.offers,
            capacity=found.capacity,
            taken=found.taken,
            paused=found.paused,
            overdue=found.overdue,
            planned_days=found.planned_days,
            weeks=weeks,
        )
