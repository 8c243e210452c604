"""Saved searches."""

from typing import Annotated

import strawberry

from api.context import Info
from api.global_ids import PARTY_TYPES, raw_id_of
from api.paging import PageRequest, connection
from api.types.connection import Connection, Listing
from api.types.saved_search import SavedSearch
from graph.repositories.saved_searches import SavedSearches


@strawberry.type
class SavedSearchQueries:
    """The list of saved searches."""

    @connection("Searches that parties saved; to people of a company and to mentors, their own.")
    async def saved_searches(
        self,
        info: Info,
        party_id: Annotated[
            strawberry.ID | None, strawberry.argument(description="Only those of this party.")
        ] = None,
        *,
        asked: PageRequest,
    ) -> Connection[SavedSearch]:
        """One query a page."""
        owner = raw_id_of(party_id, *PARTY_TYPES) if party_id else None
        owner = info.context.signed_in.owner_of_list(owner)
        found = SavedSearches(info.context.graph)
        filters = {"party_id": owner}
        listing = Listing("saved_searches", found.page, found.count, SavedSearch.of, filters)
        return await listing.page(info, asked)
