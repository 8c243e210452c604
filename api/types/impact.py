"""What a network has brought about, in figures."""

import dataclasses
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar, Self

import strawberry

from api.batches import neighbors
from api.context import Info
from api.fields import resolved
from api.types.party import Party
from graph.models import impact
from graph.models.vocabulary import MatchKind


@strawberry.type(description="What came of the engagements of one incubator and one kind.")
class ImpactRow:
    """See `graph.models.impact.Impact`."""

    prefetched: ClassVar[Mapping[str, Any]] = MappingProxyType({})
    incubator_id: strawberry.Private[str | None]
    kind: MatchKind = strawberry.field(description="What was asked for and given.")
    engagements: int = strawberry.field(description="How many began.")
    completed: int = strawberry.field(description="How many came to their planned end.")
    stopped: int = strawberry.field(description="How many were ended early.")
    judged: int = strawberry.field(description="Of how many a side has told the outcome.")
    useful: int = strawberry.field(description="How many were useful to every side that told.")
    continued: int = strawberry.field(description="In how many the sides go on together.")
    saved_eur: float = strawberry.field(
        description="What they saved, in euros: as who had the need says, else as the other does."
    )
    invested_eur: float = strawberry.field(description="What was invested, counted the same way.")

    @classmethod
    def of(cls, found: impact.Impact) -> Self:
        """From the graph's figures."""
        return cls(**dataclasses.asdict(found))

    @resolved(
        "The incubator of who had the need, when it began; null where there was none.",
        batch=neighbors("party", "incubator_id"),
    )
    async def incubator(self, info: Info) -> Party | None:
        """From the loader of parties."""
        return (
            await info.context.loaders.party.load(self.incubator_id) if self.incubator_id else None
        )
