"""Matches, and what leads to them and comes of them."""

from typing import Annotated

import strawberry

from api.context import Info
from api.errors import BadInputError
from api.fields import resolved
from api.global_ids import raw_id_of
from api.queries.arguments import After, First
from api.types.connection import DEFAULT_PAGE, Connection, checked_first, connect
from api.types.engagement import Engagement
from api.types.match import Match
from api.types.run import Run
from graph.models.vocabulary import MatchState
from graph.repositories.engagements import Engagements
from graph.repositories.matches import Matches
from graph.repositories.runs import Runs

OfNeed = Annotated[strawberry.ID | None, strawberry.argument(description="Only of this need.")]
OfOffer = Annotated[strawberry.ID | None, strawberry.argument(description="Only of this offer.")]


@strawberry.type
class MatchingQueries:
    """Matches, engagements and runs."""

    @resolved(
        "The open matches of one need (best first) or of one offer (most probable "
        "first). Where a need has none, its `matchedAt` tells whether it still waits."
    )
    async def suggestions(
        self,
        info: Info,
        need_id: OfNeed = None,
        offer_id: OfOffer = None,
        first: First = DEFAULT_PAGE,
    ) -> list[Match]:
        """From the loaders that nested fields use."""
        loaders, length = info.context.loaders, checked_first(first)
        if need_id and not offer_id:
            return await loaders.suggestions_of_need.load((raw_id_of(need_id, "Need"), length))
        if offer_id and not need_id:
            return await loaders.suggestions_of_offer.load((raw_id_of(offer_id, "Offer"), length))
        raise BadInputError("Send either `needId` or `offerId`.")

    @resolved("Matches of the network, newest first.")
    async def matches(
        self,
        info: Info,
        states: Annotated[
            list[MatchState] | None, strawberry.argument(description="Only in these states.")
        ] = None,
        need_id: OfNeed = None,
        offer_id: OfOffer = None,
        first: First = DEFAULT_PAGE,
        after: After = None,
    ) -> Connection[Match]:
        """One query a page."""
        need = raw_id_of(need_id, "Need") if need_id else None
        offer = raw_id_of(offer_id, "Offer") if offer_id else None
        cursors = info.context.cursors.of_list("matches", {"of": [states, need, offer]})
        page = await Matches(info.context.graph).page(
            first=checked_first(first),
            after=cursors.read(after),
            states=states,
            need_id=need,
            offer_id=offer,
        )
        return connect(page, Match.of, cursors, after=after)

    @resolved("What both sides accepted, newest first.")
    async def engagements(
        self, info: Info, first: First = DEFAULT_PAGE, after: After = None
    ) -> Connection[Engagement]:
        """One query a page."""
        cursors = info.context.cursors.of_list("engagements", {})
        page = await Engagements(info.context.graph).page(
            first=checked_first(first), after=cursors.read(after)
        )
        return connect(page, Engagement.of, cursors, after=after)

    @resolved("Executions of the matcher, newest first.")
    async def runs(
        self, info: Info, first: First = DEFAULT_PAGE, after: After = None
    ) -> Connection[Run]:
        """One query a page."""
        cursors = info.context.cursors.of_list("runs", {})
        page = await Runs(info.context.graph).page(
            first=checked_first(first), after=cursors.read(after)
        )
        return connect(page, Run.of, cursors, after=after)
