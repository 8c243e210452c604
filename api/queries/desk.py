"""The desk of a network's staff: what waits, for whom, since when."""

from functools import partial
from typing import Annotated

import strawberry

from api.context import Info
from api.errors import BadInputError
from api.fields import resolved
from api.global_ids import raw_id_of
from api.paging import ListOrder, PageRequest, connection
from api.queries.arguments import Kind
from api.types.connection import Connection, Listing
from api.types.desk import CapacityForecast, Silence, WaitingNeed
from api.types.event import Event
from api.types.impact import ImpactRow
from api.types.match import Match
from graph.models.vocabulary import Side
from graph.repositories.desk import Desk
from graph.repositories.outcomes import Outcomes

MOST_DAYS = 3_650
MOST_WEEKS = 26
OLDEST_FIRST = ListOrder.OLDEST_FIRST
Days = Annotated[
    int,
    strawberry.argument(description="Only what has waited for at least so many days, 0 to 3,650."),
]


@strawberry.type
class DeskQueries:
    """Review queue, waiting needs, silence, capacity, timelines, impact."""

    @connection(
        "Suggestions that wait for the network's staff to let them out, oldest first.",
        order=OLDEST_FIRST,
    )
    async def review_queue(
        self,
        info: Info,
        kind: Kind = None,
        assignee: Annotated[
            str | None,
            strawberry.argument(description="Only of needs that are assigned to this person."),
        ] = None,
        *,
        asked: PageRequest,
    ) -> Connection[Match]:
        """One query a page."""
        desk, filters = Desk(info.context.graph), {"kind": kind, "assignee": assignee}
        listing = Listing("review queue", desk.review_page, desk.review_count, Match.of, filters)
        return await listing.page(info, asked)

    @connection("Open needs by age, oldest first, and what each waits for.", order=OLDEST_FIRST)
    async def waiting_needs(
        self, info: Info, kind: Kind = None, days: Days = 0, *, asked: PageRequest
    ) -> Connection[WaitingNeed]:
        """One query a page."""
        desk, filters = Desk(info.context.graph), {"kind": kind, "days": checked_days(days)}
        listing = Listing(
            "waiting needs",
            desk.waiting_page,
            desk.waiting_count,
            partial(WaitingNeed.of, now=info.context.graph.clock()),
            filters,
        )
        return await listing.page(info, asked)

    @connection(
        "Who is asked and has not answered, since when: one entry for each match, in the order "
        "in which these were suggested.",
        order=OLDEST_FIRST,
    )
    async def silence(
        self,
        info: Info,
        side: Annotated[
            Side | None, strawberry.argument(description="Only where this side is asked.")
        ] = None,
        days: Days = 0,
        *,
        asked: PageRequest,
    ) -> Connection[Silence]:
        """One query a page."""
        desk, filters = Desk(info.context.graph), {"side": side, "days": checked_days(days)}
        listing = Listing(
            "silence",
            desk.silence_page,
            desk.silence_count,
            partial(Silence.of, now=info.context.graph.clock()),
            filters,
        )
        return await listing.page(info, asked)

    @connection(
        "What happened to a match, and to the engagement that it led to, first things first.",
        order=OLDEST_FIRST,
    )
    async def match_timeline(
        self,
        info: Info,
        match_id: Annotated[strawberry.ID, strawberry.argument(description="The match.")],
        *,
        asked: PageRequest,
    ) -> Connection[Event]:
        """One query a page."""
        desk, filters = Desk(info.context.graph), {"match_id": raw_id_of(match_id, "Match")}
        listing = Listing(
            "timeline of a match", desk.timeline_page, desk.timeline_count, Event.of, filters
        )
        return await listing.page(info, asked)

    @resolved(
        "Free places by kind over the next weeks: of offers that are open, when pauses end, and "
        "when engagements are expected to."
    )
    async def capacity_forecast(
        self,
        info: Info,
        weeks: Annotated[int, strawberry.argument(description="How many weeks, 1 to 26.")] = 8,
    ) -> list[CapacityForecast]:
        """One query."""
        if not 1 <= weeks <= MOST_WEEKS:
            raise BadInputError(f"`weeks` must be between 1 and {MOST_WEEKS}, not {weeks}.")
        found = await Desk(info.context.graph).capacity(weeks)
        return [CapacityForecast.of(each) for each in found]

    @resolved(
        "What came of engagements, by incubator and kind. The audit trail alone gives the same "
        "figures."
    )
    async def impact(self, info: Info) -> list[ImpactRow]:
        """One query; incubators come from the loader of parties."""
        found = await Outcomes(info.context.graph).impact()
        return [ImpactRow.of(each) for each in found]


def checked_days(days: int) -> int:
    """A number of days. Raises BadInputError for one that is not 0 to 3,650."""
    if not 0 <= days <= MOST_DAYS:
        raise BadInputError(f"`days` must be between 0 and {MOST_DAYS:,}, not {days}.")
    return days
