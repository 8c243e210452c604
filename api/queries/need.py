"""Needs."""

from typing import Annotated

import strawberry

from api.context import Info
from api.global_ids import PARTY_TYPES, raw_id_of
from api.paging import PageRequest, connection
from api.queries.arguments import Kind
from api.trees.reading import needs_tree
from api.types.connection import Connection, Listing
from api.types.need import Need
from graph.models.vocabulary import NeedStatus
from graph.repositories.needs import Needs


@strawberry.type
class NeedQueries:
    """Lists of needs."""

    @connection("What parties seek; to people of a company and to mentors, their own.")
    async def needs(
        self,
        info: Info,
        status: Annotated[
            NeedStatus | None, strawberry.argument(description="Only those that stand here.")
        ] = None,
        kind: Kind = None,
        party_id: Annotated[
            strawberry.ID | None, strawberry.argument(description="Only those of this party.")
        ] = None,
        *,
        asked: PageRequest,
    ) -> Connection[Need]:
        """One query a page."""
        owner = raw_id_of(party_id, *PARTY_TYPES) if party_id else None
        owner = info.context.signed_in.owner_of_list(owner)
        needs = Needs(info.context.graph)
        filters = {"status": status, "kind": kind, "party_id": owner}
        listing = Listing("needs", needs.page, needs.count, Need.of, filters, needs_tree)
        return await listing.page(info, asked)
