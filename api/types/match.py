"""One need with one offer, and why."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Self

import strawberry

from api.batches import neighbors
from api.context import Info
from api.fields import resolved
from api.types.need import Need
from api.types.node import Node
from api.types.offer import Offer
from graph.models import entities
from graph.models.vocabulary import Answer, Language, MatchKind, MatchState, Side

if TYPE_CHECKING:
    from api.types.engagement import Engagement

InLanguage = Annotated[Language, strawberry.argument(description="The language of the sentences.")]


@strawberry.type(description="One reason for a match, or one reservation about it.")
class Reason:
    """A sentence, with what it says in figures."""

    code: str = strawberry.field(description="What kind of reason it is; stable.")
    sentence: str = strawberry.field(description="The reason in words, to be shown.")
    contribution: float = strawberry.field(
        description="How much it speaks for the match (below zero: against), in log-odds."
    )

    @classmethod
    def of(cls, stored: Mapping[str, Any], language: Language) -> Self:
        """From the engine's reason as the graph keeps it."""
        return cls(
            code=stored["code"],
            sentence=stored[language.value],
            contribution=stored["contribution"],
        )


@strawberry.type(description="One need with one offer, as the matcher suggests it.")
class Match(Node):
    """See `graph.models.entities.Match`."""

    need_id: strawberry.Private[str]
    offer_id: strawberry.Private[str]
    stored: strawberry.Private[entities.Match]
    kind: MatchKind = strawberry.field(description="What is asked for and given.")
    state: MatchState = strawberry.field(description="Where the match stands.")
    rank: int = strawberry.field(description="Its place among the suggestions of its need, from 1.")
    staff_rank: int | None = strawberry.field(
        description="Its place in the order that staff gave, from 1, which comes before its rank; "
        "null where they gave none."
    )
    probability: float = strawberry.field(
        description="How probable it is that both sides say yes, 0 to 1."
    )
    asked_side: Side | None = strawberry.field(description="Who is being asked now.")
    seeker_answer: Answer | None = strawberry.field(description="What the seeker answered.")
    giver_answer: Answer | None = strawberry.field(description="What the giver answered.")
    decline_reason: str | None = strawberry.field(description="Why it was declined or withdrawn.")
    proposed_at: datetime | None = strawberry.field(description="When a side was first asked.")
    answered_at: datetime | None = strawberry.field(description="When a side last answered.")
    created_at: datetime = strawberry.field(description="When it was suggested.")
    updated_at: datetime = strawberry.field(description="When it last changed.")

    @classmethod
    def of(cls, model: entities.Match, **more: Any) -> Self:
        """From the graph's model."""
        return super().of(model, stored=model, **more)

    @resolved("Why these two, the strongest reason first.")
    def reasons(
        self,
        language: InLanguage = Language.FR,
        side: Annotated[Side, strawberry.argument(description="Whom they speak to.")] = Side.SEEKER,
    ) -> list[Reason]:
        """The sentences that were stored with the match."""
        is_seeker = side is Side.SEEKER
        stored = self.stored.reasons if is_seeker else self.stored.giver_reasons
        return [Reason.of(reason, language) for reason in stored]

    @resolved("What speaks most against it, if anything does.")
    def reservation(self, language: InLanguage = Language.FR) -> Reason | None:
        """The sentence that was stored with the match."""
        stored = self.stored.reservation
        return Reason.of(stored, language) if stored else None

    @resolved("The need.", batch=neighbors("need", "need_id"))
    async def need(self, info: Info) -> Need | None:
        """From the loader of needs."""
        return await info.context.loaders.need.load(self.need_id)

    @resolved("The offer.", batch=neighbors("offer", "offer_id"))
    async def offer(self, info: Info) -> Offer | None:
        """From the loader of offers."""
        return await info.context.loaders.offer.load(self.offer_id)

    @resolved(
        "What came of it, once both sides said yes.",
        batch=neighbors("engagement_of_match", "raw_id"),
    )
    async def engagement(
        self, info: Info
    ) -> Annotated["Engagement", strawberry.lazy("api.types.engagement")] | None:
        """From the loader of engagements by match."""
        return await info.context.loaders.engagement_of_match.load(self.raw_id)
