"""The network as a whole, and its audit trail."""

from typing import Annotated

import strawberry

from api.context import Info
from api.fields import resolved
from api.global_ids import PARTY_TYPES, raw_id_of, split_global_id
from api.paging import PageRequest, connection
from api.types.connection import Connection, Listing
from api.types.event import Event
from api.types.network import CoverageRow, Path, PathStep
from api.types.program import Program
from graph.repositories.events import Events
from graph.repositories.networks import CoverageBy, Networks
from graph.repositories.programs import Programs


@strawberry.type
class NetworkQueries:
    """Paths, coverage, programs, events."""

    @resolved(
        "A shortest way between two parties, over incubators, common work, backers, owners and "
        "other relations; null where six steps do not lead there. From a party to itself it has "
        "no step."
    )
    async def path(
        self,
        info: Info,
        from_id: Annotated[strawberry.ID, strawberry.argument(description="Where it starts.")],
        to_id: Annotated[strawberry.ID, strawberry.argument(description="Where it leads.")],
    ) -> Path | None:
        """One query; parties come from their loader."""
        start, end = raw_id_of(from_id, *PARTY_TYPES), raw_id_of(to_id, *PARTY_TYPES)
        if start == end:
            is_known = await info.context.loaders.party.load(start) is not None
            return Path(length=0, steps=[]) if is_known else None
        found = await Networks(info.context.graph).path(start, end)
        if found is None:
            return None
        ends = zip(found.party_ids, found.party_ids[1:], found.ties, strict=False)
        steps = [
            PathStep(kind=tie.kind, is_forward=tie.from_id == one, raw_ids=(one, other))
            for one, other, tie in ends
        ]
        return Path(length=len(steps), steps=steps)

    @resolved(
        "Demand against supply: open needs and open offers by region, sector or skill, the most "
        "needs first. An offer counts in each region that it names, else in its party's."
    )
    async def coverage(
        self,
        info: Info,
        by: Annotated[CoverageBy, strawberry.argument(description="By what.")],
    ) -> list[CoverageRow]:
        """One query; as many rows as the list has codes."""
        rows = await Networks(info.context.graph).coverage(by)
        return [CoverageRow.of(row, by) for row in rows]

    @connection("Cohorts of the network's incubators.")
    async def programs(self, info: Info, *, asked: PageRequest) -> Connection[Program]:
        """One query a page."""
        found = Programs(info.context.graph)
        return await Listing("programs", found.page, found.count, Program.of).page(info, asked)

    @connection("The audit trail: who did what to which subject.")
    async def events(
        self,
        info: Info,
        subject_id: Annotated[
            strawberry.ID | None,
            strawberry.argument(description="Only about what has this id."),
        ] = None,
        action: Annotated[
            str | None, strawberry.argument(description="Only of this action: `need.closed`, say.")
        ] = None,
        *,
        asked: PageRequest,
    ) -> Connection[Event]:
        """One query a page."""
        found = Events(info.context.graph)
        subject = split_global_id(subject_id)[1] if subject_id else None
        filters = {"subject_id": subject, "action": action}
        return await Listing("events", found.page, found.count, Event.of, filters).page(info, asked)
