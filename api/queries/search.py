"""Finding, and explaining."""

from collections.abc import Sequence
from typing import Annotated

import strawberry
from strawberry.dataloader import DataLoader

from api.context import Info
from api.errors import BadInputError
from api.fields import resolved
from api.global_ids import PARTY_TYPES, raw_id_of
from api.inputs import given_fields, read_id
from api.mutations.need import RegisterNeedInput, read_need
from api.paging import DEFAULT_PAGE, checked_size
from api.payloads import refusing
from api.queries.arguments import First, Kind
from api.refusals import blaming
from api.types.enums import SearchLabel, SearchMode
from api.types.match import InLanguage, Reason
from api.types.preview import MatchPreview, PreviewMatchesSuccess
from api.types.search import (
    RuleFailure,
    Searched,
    SearchHit,
    SearchResult,
    WhyNot,
)
from graph.models.vocabulary import Language, MatchKind
from graph.repositories.reference import Skills
from graph.repositories.searching import Found, Searching
from matching.retrieval.asking import Asked, Condition, Facet

MAX_PHRASE = 1_000


@strawberry.input(description="What everything that is found must have. What is null asks nothing.")
class SearchFiltersInput:
    """See `matching.retrieval.narrowing`."""

    kind: MatchKind | None = strawberry.field(
        description="Needs and offers of this kind.", default=None
    )
    region: str | None = strawberry.field(
        description="INSEE code of the region, of the party or among those served.", default=None
    )
    sector: str | None = strawberry.field(
        description="NAF code or the beginning of one.", default=None
    )
    language: str | None = strawberry.field(
        description="A language to work in, ISO 639 code.", default=None
    )
    skills: list[str] | None = strawberry.field(
        description="Codes of skills: all of them.", default=None
    )
    certifications: list[str] | None = strawberry.field(
        description="Certifications: all of them.", default=None
    )


@strawberry.type
class SearchQueries:
    """Search, preview and why-not."""

    @resolved(
        "Finds parties, open needs and open offers, best first: those that stand out from what is "
        "not about the phrase. By meaning, a hit scores at least a third of the way from the middle "
        "thing of the network to the best one; among fewer than 100 things, all are hits. By words "
        "alone, it has a fifth of the best score at least."
    )
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
        filters: Annotated[
            SearchFiltersInput | None,
            strawberry.argument(description="What all hits must have; see `facets`."),
        ] = None,
        mode: Annotated[
            SearchMode, strawberry.argument(description="How to compare.")
        ] = SearchMode.HYBRID,
        first: First = DEFAULT_PAGE,
    ) -> SearchResult:
        """By the matching floor; nodes come from loaders."""
        if len(phrase) > MAX_PHRASE:
            raise BadInputError(f"A phrase has at most {MAX_PHRASE} characters: shorten it.")
        size = checked_size(first)
        asked = Asked(
            labels=frozenset(label.value for label in among or SearchLabel),
            conditions=await conditions_of(info, kind, filters or SearchFiltersInput()),
            mode=mode.value,
        )
        matching = await info.context.matching()
        found = await matching.search(phrase, asked, first=size)
        searched = Searched(phrase, texts_loader(Searching(info.context.graph)))
        hits = [
            SearchHit(raw_id=hit.id, label=hit.label, score=hit.score, searched=searched)
            for hit in found.best
        ]
        return SearchResult(hits=hits, is_degraded=found.is_degraded, found=found.found)

    @refusing("What a need would be suggested if it were registered now. Nothing is stored.")
    async def preview_matches(
        self,
        info: Info,
        need: Annotated[RegisterNeedInput, strawberry.argument(description="The need.")],
    ) -> PreviewMatchesSuccess:
        """By the matching floor. Raises RefusedError."""
        values = given_fields(need)
        party_id = read_id(values.pop("party_id"), PARTY_TYPES, "need", "partyId")
        read = await read_need(info.context, values, "need")
        matching = await info.context.matching()
        with blaming("need", "partyId"):
            found = await matching.preview(party_id, read)
        suggestions = [
            MatchPreview(stored=one, rank=one.rank, probability=one.probability)
            for one in found.suggestions
        ]
        return PreviewMatchesSuccess(suggestions=suggestions, hidden_abstention=found.abstention)

    @resolved("Why a need and an offer are, or are not, a match.")
    async def why_not(
        self,
        info: Info,
        need_id: Annotated[strawberry.ID, strawberry.argument(description="The need.")],
        offer_id: Annotated[strawberry.ID, strawberry.argument(description="The offer.")],
        language: InLanguage = Language.FR,
    ) -> WhyNot:
        """By the matching floor. Raises NotFoundError."""
        matching = await info.context.matching()
        found = await matching.why_not(raw_id_of(need_id, "Need"), raw_id_of(offer_id, "Offer"))
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


async def conditions_of(
    info: Info, kind: MatchKind | None, filters: SearchFiltersInput
) -> list[Condition]:
    """What all hits must meet. Raises BadInputError."""
    await refuse_unknown_skills(info, filters.skills or [])
    asked: list[tuple[Facet, str | None]] = [
        (Facet.KIND, kind),
        (Facet.KIND, filters.kind),
        (Facet.REGION, filters.region),
        (Facet.SECTOR, filters.sector),
        (Facet.LANGUAGE, filters.language),
        *((Facet.SKILL, code) for code in filters.skills or ()),
        *((Facet.CERTIFICATION, name) for name in filters.certifications or ()),
    ]
    return [Condition(facet, value) for facet, value in asked if value is not None]


async def refuse_unknown_skills(info: Info, codes: Sequence[str]) -> None:
    """Raises BadInputError. Skills are read only where some are asked for."""
    if not codes:
        return
    known = {skill.id.rpartition(":")[2] for skill in await Skills(info.context.graph).all()}
    unknown = [code for code in codes if code not in known]
    if unknown:
        raise BadInputError(f"No skill has the code {unknown[0][:80]!r}: see `skills`.")


def texts_loader(searching: Searching) -> DataLoader[str, Found | None]:
    """The texts of hits, read together."""

    async def load(ids: list[str]) -> list[Found | None]:
        found = await searching.found(ids)
        return [found.get(each) for each in ids]

    return DataLoader(load_fn=load)
