"""What a search finds, and what a pair lacks."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import strawberry
from strawberry.dataloader import DataLoader

from api.context import Info
from api.fields import resolved
from api.types.enums import SearchReasonCode
from api.types.match import InLanguage, Reason
from api.types.node import Node
from graph.models.vocabulary import Language
from graph.repositories.searching import Found
from matching.highlighting import Fragment, fragments_of, words_in
from matching.retrieval.asking import Facet


@dataclass(frozen=True, slots=True)
class Searched:
    """What the hits of one search share: its phrase, and the texts of what it found."""

    phrase: str
    texts: DataLoader[str, Found | None]


@strawberry.type(description="Where a word begins and ends in a fragment, in characters.")
class SearchSpan:
    """Half open."""

    start: int = strawberry.field(description="The first character, from 0.")
    end: int = strawberry.field(description="The character after the last.")


@strawberry.type(description="A piece of a title or a text that holds words of the phrase.")
class SearchHighlight:
    """Plain text: escape it as any text, then mark the spans."""

    field: str = strawberry.field(description="Where it stands: `title` or `text`.")
    text: str = strawberry.field(description="The piece, as it was written.")
    spans: list[SearchSpan] = strawberry.field(description="Where the words stand in it.")


@strawberry.type(description="Why something was found.")
class SearchReason:
    """A sentence."""

    code: SearchReasonCode = strawberry.field(description="What kind of reason it is; stable.")
    sentence: str = strawberry.field(description="The reason in words, to be shown.")


@strawberry.type(description="One thing that was found.")
class SearchHit:
    """See `matching.retrieval.network.Hit`."""

    raw_id: strawberry.Private[str]
    label: strawberry.Private[str]
    searched: strawberry.Private[Searched]
    score: float = strawberry.field(
        description="How well it fits; compare it inside one search only."
    )

    @resolved("What was found; null where it was deleted meanwhile.")
    async def node(self, info: Info) -> Node | None:
        """From the loader of its label."""
        found: Node | None = await info.context.loaders.of_label(self.label).load(self.raw_id)
        return found

    @resolved("Where the words of the phrase stand in its title and text; three pieces each.")
    async def highlights(self) -> list[SearchHighlight]:
        """From what was found, read once for all hits."""
        return [
            SearchHighlight(
                field=name,
                text=part.text,
                spans=[SearchSpan(start=start, end=end) for start, end in part.spans],
            )
            for name, parts in (await self._fragments()).items()
            for part in parts
        ]

    @resolved("Why it was found: words that it shares with the phrase, or its meaning.")
    async def reasons(self, language: InLanguage = Language.FR) -> list[SearchReason]:
        """From the same texts."""
        found = await self._fragments()
        words = words_in([part for parts in found.values() for part in parts])
        return [worded(words, language)]

    async def _fragments(self) -> dict[str, list[Fragment]]:
        found = await self.searched.texts.load(self.raw_id)
        if found is None:
            return {}
        phrase = self.searched.phrase
        return {
            "title": fragments_of(phrase, found.title),
            "text": fragments_of(phrase, found.text or ""),
        }


def worded(words: list[str], language: Language) -> SearchReason:
    """The reason in a language."""
    listed = ", ".join(words)
    if not words:
        told = {
            Language.FR: "Le sens du texte est proche de ce que vous cherchez.",
            Language.EN: "What it says is close to what you look for.",
        }
        return SearchReason(code=SearchReasonCode.MEANING, sentence=told[language])
    told = {
        Language.FR: f"Le texte contient : {listed}.",
        Language.EN: f"The text contains: {listed}.",
    }
    return SearchReason(code=SearchReasonCode.WORDS, sentence=told[language])


@strawberry.type(description="A value that some of the hits have.")
class SearchFacet:
    """A value with its number."""

    code: str = strawberry.field(description="The value, as the filter of this name takes it.")
    count: int = strawberry.field(
        description="How many hits the search would have with it in `filters`: in place of the "
        "value that is there, or, of skills and certifications, on top of those."
    )


@strawberry.type(
    description="By what a search can be narrowed, the most frequent value first: send a code in "
    "`filters` to do so. All hits are counted, however few are asked for. What `kinds`, `regions`, "
    "`sectors` and `languages` count is not narrowed by their own filter, so that the other choices "
    "stay in sight."
)
class SearchFacets:
    """Counts among all hits."""

    kinds: list[SearchFacet] = strawberry.field(
        description="Kinds of needs and offers, and those of parties, which no filter takes."
    )
    regions: list[SearchFacet] = strawberry.field(
        description="Regions, by INSEE code: of the party, or served by the offer."
    )
    sectors: list[SearchFacet] = strawberry.field(description="Divisions of the NAF.")
    skills: list[SearchFacet] = strawberry.field(description="Skills, by code.")
    languages: list[SearchFacet] = strawberry.field(description="Languages, ISO 639 codes.")
    certifications: list[SearchFacet] = strawberry.field(description="Certifications.")


class Hits(Protocol):
    """The part of `matching.retrieval.hits.Hits` that is used here, without what that loads."""

    def total(self) -> int:
        """How many there are."""

    def counts(self, facet: Facet, /) -> Mapping[str, int]:
        """How many each value would leave."""


@strawberry.type(description="What a search found, best first.")
class SearchResult:
    """See `matching.search.SearchResult`."""

    hits: list[SearchHit] = strawberry.field(description="The best of what was found.")
    is_degraded: bool = strawberry.field(
        description="Whether words alone were compared, because meanings could not be."
    )
    found: strawberry.Private[Hits]

    @resolved("How many hits there are, however few are asked for.")
    async def total_count(self) -> int:
        """From what the search compared; nothing is read."""
        return await asyncio.to_thread(self.found.total)

    @resolved("By what it can be narrowed. Counted only where it is asked for.")
    async def facets(self) -> SearchFacets:
        """From what the search compared; nothing is read."""
        return await asyncio.to_thread(counted, self.found)


def counted(found: Hits) -> SearchFacets:
    """How many hits have each value, the most frequent first."""

    def of(facet: Facet) -> list[SearchFacet]:
        ordered = sorted(found.counts(facet).items(), key=lambda item: (-item[1], item[0]))
        return [SearchFacet(code=value, count=count) for value, count in ordered]

    return SearchFacets(
        kinds=of(Facet.KIND),
        regions=of(Facet.REGION),
        sectors=of(Facet.SECTOR),
        skills=of(Facet.SKILL),
        languages=of(Facet.LANGUAGE),
        certifications=of(Facet.CERTIFICATION),
    )


@strawberry.type(description="A rule that keeps a need and an offer apart.")
class RuleFailure:
    """See `matching.service.Failure`."""

    code: str = strawberry.field(description="Which rule; stable.")
    sentence: str = strawberry.field(
        description="The rule in words, with the smallest change that would help; to be shown."
    )


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
