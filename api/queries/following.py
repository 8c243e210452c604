"""What the sides of running engagements say that waits for somebody of the network."""

from typing import Annotated

import strawberry

from api.context import Info
from api.paging import ListOrder, PageRequest, connection
from api.types.connection import Connection, Listing
from api.types.engagement import Engagement
from graph.models.vocabulary import Progress
from graph.repositories.engagements import Engagements


@strawberry.type
class FollowingQueries:
    """The queue of follow-ups."""

    @connection(
        "Running engagements of which a side last said that it needs help, or what is asked for "
        "here, oldest first. Each stays until its side says something else (`recordFollowUp`), or "
        "it ends (`advanceEngagement`).",
        order=ListOrder.OLDEST_FIRST,
    )
    async def follow_up_queue(
        self,
        info: Info,
        progress: Annotated[
            Progress, strawberry.argument(description="What a side last said.")
        ] = Progress.NEEDS_HELP,
        *,
        asked: PageRequest,
    ) -> Connection[Engagement]:
        """One query a page."""
        engagements = Engagements(info.context.graph)
        listing = Listing(
            "follow-up queue",
            engagements.follow_up_page,
            engagements.follow_up_count,
            Engagement.of,
            {"progress": progress},
        )
        return await listing.page(info, asked)
