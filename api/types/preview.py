"""What an unsaved need would be suggested."""

from collections.abc import Mapping
from typing import Any

import strawberry

from api.context import Info
from api.fields import resolved
from api.types.abstention import Abstention
from api.types.match import InLanguage, Reason
from api.types.offer import Offer
from graph.models.vocabulary import Language
from graph.repositories.matches import Suggestion


@strawberry.type(description="An offer that would be suggested.")
class MatchPreview:
    """Stored nowhere."""

    stored: strawberry.Private[Suggestion]
    rank: int = strawberry.field(description="Its place among the suggestions, from 1.")
    probability: float = strawberry.field(
        description="How probable it is that both sides say yes, 0 to 1."
    )

    @resolved("The offer.")
    async def offer(self, info: Info) -> Offer | None:
        """From the loader of offers."""
        return await info.context.loaders.offer.load(self.stored.offer_id)

    @resolved("Why it fits, the strongest reason first.")
    def reasons(self, language: InLanguage = Language.FR) -> list[Reason]:
        """As they would be stored."""
        return [Reason.of(reason, language) for reason in self.stored.reasons]

    @resolved("What speaks most against it, if anything does.")
    def reservation(self, language: InLanguage = Language.FR) -> Reason | None:
        """As it would be stored."""
        stored = self.stored.reservation
        return Reason.of(stored, language) if stored else None


@strawberry.type(description="What a need would be suggested if it were registered now.")
class PreviewMatchesSuccess:
    """Nothing is stored."""

    suggestions: list[MatchPreview] = strawberry.field(description="The offers, best first.")
    hidden_abstention: strawberry.Private[Mapping[str, Any] | None]

    @resolved("Why nothing would be suggested; null where something would.")
    def abstention(self) -> Abstention | None:
        """As it would be stored with the need."""
        found = self.hidden_abstention
        return Abstention.of(found) if found else None
