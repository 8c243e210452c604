"""Needs."""

from typing import Annotated

import strawberry

from api.context import Info
from api.fields import resolved
from api.global_ids import raw_id_of
from api.queries.arguments import After, First, Kind
from api.types.connection import DEFAULT_PAGE, Connection, checked_first, connect
from api.types.need import Need
from graph.models.vocabulary import NeedStatus
from graph.repositories.needs import Needs


@strawberry.type
class NeedQueries:
    """Lists of needs."""

    @resolved("What parties seek, newest first.")
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
        first: First = DEFAULT_PAGE,
        after: After = None,
    ) -> Connection[Need]:
        """One query a page."""
        owner = raw_id_of(party_id, "Organization", "Mentor") if party_id else None
        filters = {"status": status, "kind": kind, "party_id": owner}
        cursors = info.context.cursors.of_list("needs", filters)
        page = await Needs(info.context.graph).page(
            first=checked_first(first),
            after=cursors.read(after),
            status=status,
            kind=kind,
            party_id=owner,
        )
        return connect(page, Need.of, cursors, after=after)
