"""Finding, and explaining."""

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
    FACETED,
    RuleFailure,
    Searched,
    SearchHit,
    SearchResult,
    WhyNot,
)
from graph.models.entities import Skill
from graph.models.vocabulary import Language, MatchKind
from graph.repositories.reference import Skills
from graph.repositories.searching import Found, SearchFilters, Searching

MAX_PHRASE = 1_000


@strawberry.input(description="What everything that is found must have. What is null asks nothing.")
class SearchFiltersInput:
    """See `graph.repositories.searching.SearchFilters`."""

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
        matching = await info.context.matching()
        found = await matching.search(
            phrase,
            labels=tuple(label.value for label in among or SearchLabel),
            kind=kind,
            mode=mode.value,
            first=max(size, FACETED),
            among=await ids_with(info, filters),
        )
        features: DataLoader[str, Found | None] = features_loader(Searching(info.context.graph))
        searched = Searched(phrase, features, tuple(hit.id for hit in found.hits[:FACETED]))
        hits = [
            SearchHit(raw_id=hit.id, label=hit.label, score=hit.score, searched=searched)
            for hit in found.hits[:size]
        ]
        return SearchResult(hits=hits, is_degraded=found.is_degraded, searched=searched)

    @refusing("What a need would be suggested if it were registered now. Nothing is stored.")
    async def preview_matches(
        self,
        info: Info,
        need: Annotated[RegisterNeedInput, strawberry.argument(description="The need.")],
    ) -> PreviewMatchesSuccess:
        """By the matching floor. Raises RefusedError."""
        values = given_fields(need)
        party_id = read_id(values.pop("party_id"), PARTY_TYPES, "need", "partyId")
        read = await read_need(info.context.graph, values, "need")
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


async def ids_with(info: Info, filters: SearchFiltersInput | None) -> list[str] | None:
    """What the filters let through; None where there are none. Raises BadInputError."""
    if filters is None:
        return None
    skills = {skill.id.rpartition(":")[2]: skill.id for skill in await known_skills(info, filters)}
    unknown = [code for code in filters.skills or () if code not in skills]
    if unknown:
        raise BadInputError(f"No skill has the code {unknown[0][:80]!r}: see `skills`.")
    wanted = SearchFilters(
        kind=filters.kind,
        region=filters.region,
        sector=filters.sector,
        language=filters.language,
        skill_ids=tuple(skills[code] for code in filters.skills or ()),
        certifications=tuple(filters.certifications or ()),
    )
    return None if wanted.is_empty else await Searching(info.context.graph).ids_with(wanted)


async def known_skills(info: Info, filters: SearchFiltersInput) -> list[Skill]:
    """All skills, read only where some are asked for."""
    return await Skills(info.context.graph).all() if filters.skills else []


def features_loader(searching: Searching) -> DataLoader[str, Found | None]:
    """The features of hits, read together."""

    async def load(ids: list[str]) -> list[Found | None]:
        found = await searching.found(ids)
        return [found.get(each) for each in ids]

    return DataLoader(load_fn=load)
