"""Skills, sectors and places: whole, or what somebody begins to type."""

from collections.abc import Sequence
from typing import Annotated, TypeVar

import strawberry

from api.context import Info
from api.errors import BadInputError
from api.fields import resolved
from api.paging import checked_size
from api.types.reference import Place, Sector, Skill
from graph.models.entities import Place as PlaceModel
from graph.models.entities import Sector as SectorModel
from graph.models.entities import Skill as SkillModel
from graph.picking import picked
from graph.repositories.reference import Places, Sectors, Skills

MAX_TYPED = 100
Term = TypeVar("Term", SkillModel, SectorModel, PlaceModel)
Typed = Annotated[
    str | None,
    strawberry.argument(
        description="Only what this may be the beginning of, best first: of a label in either "
        "language, of one of its words, or of a code. Accents and typing errors are forgiven."
    ),
]
AtMost = Annotated[
    int | None, strawberry.argument(description="How many at most, 1 to 100; null for all.")
]


@strawberry.type
class ReferenceQueries:
    """Short lists."""

    @resolved("Skills: the shared taxonomy and the network's own, by code.")
    async def skills(self, info: Info, search: Typed = None, first: AtMost = None) -> list[Skill]:
        """One query."""
        found = chosen(await Skills(info.context.graph).all(), search, first)
        return [Skill.of(each) for each in found]

    @resolved("Sections and divisions of the NAF, by code.")
    async def sectors(self, info: Info, search: Typed = None, first: AtMost = None) -> list[Sector]:
        """One query."""
        found = chosen(await Sectors(info.context.graph).all(), search, first)
        return [Sector.of(each) for each in found]

    @resolved("Regions and départements of France, by level and code.")
    async def places(self, info: Info, search: Typed = None, first: AtMost = None) -> list[Place]:
        """One query."""
        found = chosen(await Places(info.context.graph).all(), search, first)
        return [Place.of(each) for each in found]


def chosen(terms: Sequence[Term], typed: str | None, first: int | None) -> list[Term]:
    """Those asked for. Raises BadInputError."""
    if len(typed or "") > MAX_TYPED:
        raise BadInputError(f"`search` has at most {MAX_TYPED} characters: shorten it.")
    limit = len(terms) if first is None else checked_size(first)
    return picked(
        typed or "", terms, lambda term: (term.fr, term.en, term.id.rpartition(":")[2]), limit
    )
