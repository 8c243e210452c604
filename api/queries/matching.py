"""Matches, and what leads to them and comes of them."""

from typing import Annotated, Any

import strawberry

from api.context import Info
from api.errors import BadInputError
from api.fields import resolved
from api.global_ids import raw_id_of
from api.paging import DEFAULT_PAGE, PageRequest, checked_size, connection
from api.queries.arguments import First
from api.types.connection import Connection, Listing
from api.types.engagement import Engagement
from api.types.match import Match
from api.types.run import Run
from api.visibility import match_seen_by
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
        loaders, length = info.context.loaders, checked_size(first)
        if need_id and not offer_id:
            return await loaders.suggestions_of_need.load((raw_id_of(need_id, "Need"), length))
        if offer_id and not need_id:
            return await loaders.suggestions_of_offer.load((raw_id_of(offer_id, "Offer"), length))
        raise BadInputError("Send either `needId` or `offerId`.")

    @connection(
        "Matches of the network; to people of a company and to mentors, those of their own that were "
        "let out to them."
    )
    async def matches(
        self,
        info: Info,
        states: Annotated[
            list[MatchState] | None, strawberry.argument(description="Only in these states.")
        ] = None,
        need_id: OfNeed = None,
        offer_id: OfOffer = None,
        *,
        asked: PageRequest,
    ) -> Connection[Match]:
        """One query a page."""
        matches, caller = Matches(info.context.graph), info.context.signed_in
        filters: dict[str, Any] = {
            "states": states,
            "need_id": raw_id_of(need_id, "Need") if need_id else None,
            "offer_id": raw_id_of(offer_id, "Offer") if offer_id else None,
        }
        listing = Listing("matches", matches.page, matches.count, Match.of, filters)
        if caller.sees_own_only:
            listing = Listing(
                "matches of a party",
                matches.page_of_party,
                matches.count_of_party,
                lambda found: Match.of(match_seen_by(found, caller)),
                filters | {"party_id": caller.party_id or ""},
            )
        return await listing.page(info, asked)

    @connection("What both sides accepted; to people of a company and to mentors, their own.")
    async def engagements(self, info: Info, *, asked: PageRequest) -> Connection[Engagement]:
        """One query a page."""
        found, caller = Engagements(info.context.graph), info.context.signed_in
        listing = Listing("engagements", found.page, found.count, Engagement.of)
        if caller.sees_own_only:
            listing = Listing(
                "engagements of a party",
                found.page_of_party,
                found.count_of_party,
                Engagement.of,
                {"party_id": caller.party_id or ""},
            )
        return await listing.page(info, asked)

    @connection("Executions of the matcher.")
    async def runs(self, info: Info, *, asked: PageRequest) -> Connection[Run]:
        """One query a page."""
        runs = Runs(info.context.graph)
        return await Listing("runs", runs.page, runs.count, Run.of).page(info, asked)
