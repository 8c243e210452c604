"""What a search finds, and what a pair lacks."""

import strawberry

from api.context import Info
from api.fields import resolved
from api.types.match import Reason
from api.types.node import Node


@strawberry.type(description="One thing that was found.")
class SearchHit:
    """See `matching.search.Hit`."""

    raw_id: strawberry.Private[str]
    label: strawberry.Private[str]
    score: float = strawberry.field(
        description="How well it fits; compare it inside one search only."
    )

    @resolved("What was found; null where it was deleted meanwhile.")
    async def node(self, info: Info) -> Node | None:
        """From the loader of its label."""
        found: Node | None = await info.context.loaders.of_label(self.label).load(self.raw_id)
        return found


@strawberry.type(description="What a search found, best first.")
class SearchResult:
    """See `matching.search.SearchResult`."""

    hits: list[SearchHit] = strawberry.field(description="What was found.")
    is_degraded: bool = strawberry.field(
        description="Whether words alone were compared, because meanings could not be."
    )


@strawberry.type(description="A rule that keeps a need and an offer apart.")
class RuleFailure:
    """See `matching.service.Failure`."""

    code: str = strawberry.field(description="Which rule; stable.")
    sentence: str = strawberry.field(description="The rule in words, to be shown.")


@strawberry.type(description="Why a need and an offer are, or are not, a match.")
class WhyNot:
    """See `matching.service.WhyNot`."""

    is_eligible: bool = strawberry.field(description="Whether no rule keeps them apart.")
    failures: list[RuleFailure] = strawberry.field(description="The rules that keep them apart.")
    probability: float | None = strawberry.field(
        description="How probable it is that both say yes, 0 to 1; null where a rule forbids it."
    )
    reasons: list[Reason] = strawberry.field(description="What speaks for them.")
    reservation: Reason | None = strawberry.field(description="What speaks most against them.")
