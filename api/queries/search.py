"""Finding, and explaining."""

from typing import Annotated

import strawberry

from api.context import Info
from api.errors import BadInputError
from api.fields import resolved
from api.global_ids import raw_id_of
from api.paging import DEFAULT_PAGE, checked_size
from api.queries.arguments import First, Kind
from api.types.enums import SearchLabel, SearchMode
from api.types.match import InLanguage, Reason
from api.types.search import RuleFailure, SearchHit, SearchResult, WhyNot
from graph.models.vocabulary import Language

MAX_PHRASE = 1_000


@strawberry.type
class SearchQueries:
    """Search and why-not."""

    @resolved("Finds parties, open needs and open offers, best first.")
    async def search(
        self,
        info: Info,
        phrase: Annotated[
            str, strawberry.argument(description="What to find, in French or English.")
        ],
        among: Annotated[
            list[SearchLabel] | None, strawberry.argument(description="Only these; null for all.")
        ] = None,
        kind: Kind = None,
        mode: Annotated[
            SearchMode, strawberry.argument(description="How to compare.")
        ] = SearchMode.HYBRID,
        first: First = DEFAULT_PAGE,
    ) -> SearchResult:
        """By the matching floor; nodes come from loaders."""
        if len(phrase) > MAX_PHRASE:
            raise BadInputError(f"A phrase has at most {MAX_PHRASE} characters: shorten it.")
        found = await info.context.matching.search(
            phrase,
            labels=tuple(label.value for label in among or SearchLabel),
            kind=kind,
            mode=mode.value,
            first=checked_size(first),
        )
        hits = [SearchHit(raw_id=hit.id, label=hit.label, score=hit.score) for hit in found.hits]
        return SearchResult(hits=hits, is_degraded=found.is_degraded)

    @resolved("Why a need and an offer are, or are not, a match.")
    async def why_not(
        self,
        info: Info,
        need_id: Annotated[strawberry.ID, strawberry.argument(description="The need.")],
        offer_id: Annotated[strawberry.ID, strawberry.argument(description="The offer.")],
        language: InLanguage = Language.FR,
    ) -> WhyNot:
        """By the matching floor. Raises NotFoundError."""
        found = await info.context.matching.why_not(
            raw_id_of(need_id, "Need"), raw_id_of(offer_id, "Offer")
        )
        return WhyNot(
            is_eligible=found.is_eligible,
            failures=[
                RuleFailure(code=each.code, sentence=getattr(each, language.value))
                for each in found.failures
            ],
            probability=found.probability,
            reasons=[Reason.of(reason, language) for reason in found.reasons],
            reservation=Reason.of(found.reservation, language) if found.reservation else None,
        )
