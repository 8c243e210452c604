"""Offers."""

from typing import Annotated

import strawberry

from api.context import Info
from api.global_ids import PARTY_TYPES, raw_id_of
from api.paging import PageRequest, connection
from api.queries.arguments import Kind
from api.types.connection import Connection, Listing
from api.types.offer import Offer
from graph.models.vocabulary import OfferStatus
from graph.repositories.offers import Offers


@strawberry.type
class OfferQueries:
    """Lists of offers."""

    @connection("What parties give; to people of a company and to mentors, their own.")
    async def offers(
        self,
        info: Info,
        status: Annotated[
            OfferStatus | None, strawberry.argument(description="Only those that stand here.")
        ] = None,
        kind: Kind = None,
        party_id: Annotated[
            strawberry.ID | None, strawberry.argument(description="Only those of this party.")
        ] = None,
        *,
        asked: PageRequest,
    ) -> Connection[Offer]:
        """One query a page."""
        owner = raw_id_of(party_id, *PARTY_TYPES) if party_id else None
        owner = info.context.signed_in.owner_of_list(owner)
        offers = Offers(info.context.graph)
        filters = {"status": status, "kind": kind, "party_id": owner}
        listing = Listing("offers", offers.page, offers.count, Offer.of, filters)
        return await listing.page(info, asked)
