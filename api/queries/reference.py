"""Skills, sectors and places."""

import strawberry

from api.context import Info
from api.fields import resolved
from api.types.reference import Place, Sector, Skill
from graph.repositories.reference import Places, Sectors, Skills


@strawberry.type
class ReferenceQueries:
    """Short lists, read whole."""

    @resolved("All skills: the shared taxonomy and the network's own.")
    async def skills(self, info: Info) -> list[Skill]:
        """By code."""
        return [Skill.of(each) for each in await Skills(info.context.graph).all()]

    @resolved("All sectors: sections and divisions of the NAF.")
    async def sectors(self, info: Info) -> list[Sector]:
        """By code."""
        return [Sector.of(each) for each in await Sectors(info.context.graph).all()]

    @resolved("All regions and départements of France.")
    async def places(self, info: Info) -> list[Place]:
        """By level and code."""
        return [Place.of(each) for each in await Places(info.context.graph).all()]
