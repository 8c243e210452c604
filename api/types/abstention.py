"""Why a need has no suggestion, for staff."""

from collections.abc import Mapping
from typing import Annotated, Any, Self

import strawberry

from api.context import Info
from api.fields import resolved
from api.types.offer import Offer
from graph.models.vocabulary import Language

InLanguage = Annotated[Language, strawberry.argument(description="The language of the sentences.")]


@strawberry.type(description="A rule that keeps a need and an offer apart.")
class Failure:
    """A sentence that ends with the smallest change that would help."""

    code: str = strawberry.field(description="Which rule; stable.")
    sentence: str = strawberry.field(description="What fails and what would help, to be shown.")


@strawberry.type(description="An offer that came close.")
class NearMiss:
    """Either rules that fail, or what the offer lacks."""

    stored: strawberry.Private[Mapping[str, Any]]

    @resolved("The offer; null where it is no longer there.")
    async def offer(self, info: Info) -> Offer | None:
        """From the loader of offers."""
        return await info.context.loaders.offer.load(self.stored["offer_id"])

    @resolved("The rules that it fails; none where it is possible, but too weak.")
    def failures(self, language: InLanguage = Language.FR) -> list[Failure]:
        """The sentences that were stored with the need."""
        return [
            Failure(code=failure["code"], sentence=failure[language.value])
            for failure in self.stored["failures"]
        ]

    @resolved("What speaks most against it, where it fails no rule.")
    def lacks(self, language: InLanguage = Language.FR) -> str | None:
        """The sentence that was stored with the need."""
        lacks = self.stored["lacks"]
        return lacks[language.value] if lacks else None


@strawberry.type(description="Why the newest matching suggests nothing for a need.")
class Abstention:
    """Somebody should look at the nearest misses."""

    cause: str = strawberry.field(
        description="`NO_ELIGIBLE_OFFER`, `NO_GOOD_OFFER` or `ALL_TAKEN`."
    )
    nearest_misses: list[NearMiss] = strawberry.field(
        description="The offers that came closest, three at most."
    )
    stored: strawberry.Private[Mapping[str, Any]]

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Self:
        """From what the graph keeps with the need."""
        misses = [NearMiss(stored=miss) for miss in stored["nearest_misses"]]
        return cls(cause=stored["cause"], nearest_misses=misses, stored=stored)

    @resolved("The cause in words.")
    def sentence(self, language: InLanguage = Language.FR) -> str:
        """The sentence that was stored with the need."""
        return str(self.stored[language.value])
