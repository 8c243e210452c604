"""A network as a whole: paths in it, and where needs outnumber offers."""

import strawberry

from api.context import Info
from api.fields import resolved
from api.types.match import InLanguage
from api.types.party import Party
from api.types.reference import Term
from graph.models.vocabulary import Language
from graph.repositories.networks import Coverage, CoverageBy

TERMS = {
    CoverageBy.REGION: ("Place", "region:{}"),
    CoverageBy.SECTOR: ("Sector", "{}"),
    CoverageBy.SKILL: ("Skill", "{}"),
}
NOWHERE = {Language.FR: "Non renseigné", Language.EN: "Not told"}


@strawberry.type(description="One step of a path: how a party is tied to the next one.")
class PathStep:
    """See `graph.repositories.networks.Tie`."""

    kind: str = strawberry.field(
        description="What ties them: `MEMBER_OF`, a relation's type, or the source's own word."
    )
    is_forward: bool = strawberry.field(
        description="Whether it leads from the first of the two to the second."
    )
    raw_ids: strawberry.Private[tuple[str, str]]

    @resolved("The party that the step starts at.")
    async def from_party(self, info: Info) -> Party | None:
        """From the loader of parties."""
        return await info.context.loaders.party.load(self.raw_ids[0])

    @resolved("The party that the step leads to.")
    async def to_party(self, info: Info) -> Party | None:
        """From the loader of parties."""
        return await info.context.loaders.party.load(self.raw_ids[1])


@strawberry.type(description="How two parties are connected.")
class Path:
    """A shortest way."""

    length: int = strawberry.field(description="How many steps it has.")
    steps: list[PathStep] = strawberry.field(description="The steps, in their order.")


@strawberry.type(description="Demand against supply in one region, sector or skill.")
class CoverageRow:
    """See `graph.repositories.networks.Coverage`."""

    code: str | None = strawberry.field(
        description="The code, as in `places`, `sectors` or `skills`; null where none is told."
    )
    open_needs: int = strawberry.field(description="Demand: how many needs are open.")
    unmatched_needs: int = strawberry.field(description="How many of them have no open match.")
    median_waiting_days: float | None = strawberry.field(
        description="For how many days half of the open needs have been open, or longer; null "
        "where there is none."
    )
    open_offers: int = strawberry.field(description="Supply: how many offers are open.")
    free_places: int = strawberry.field(description="How many places these offers have left.")
    term: strawberry.Private[tuple[str, str] | None]

    @classmethod
    def of(cls, row: Coverage, by: CoverageBy) -> "CoverageRow":
        """From the graph's row."""
        label, pattern = TERMS[by]
        return cls(
            code=None if row.code is None else row.code.rpartition(":")[2],
            open_needs=row.needs,
            unmatched_needs=row.unmatched,
            median_waiting_days=row.waiting_days,
            open_offers=row.offers,
            free_places=row.free,
            term=None if row.code is None else (label, pattern.format(row.code)),
        )

    @resolved("Its name; the code where the list does not know it.")
    async def label(self, info: Info, language: InLanguage = Language.FR) -> str:
        """From the loader of the list."""
        if self.term is None:
            return NOWHERE[language]
        label, key = self.term
        found: Term | None = await info.context.loaders.of_label(label).load(key)
        if found is None:
            return self.code or ""
        return found.fr if language is Language.FR else found.en
