"""Skills, sectors and places."""

from typing import Any, Self

import strawberry

from api.context import Info
from api.fields import resolved
from api.types.node import Node
from graph.models import entities


@strawberry.interface(description="A word of a shared list, with a label in each language.")
class Term(Node):
    """What skills, sectors and places have in common."""

    parent_id: strawberry.Private[str | None]
    code: str = strawberry.field(description="Its name in the list; what inputs expect.")
    fr: str = strawberry.field(description="French label.")
    en: str = strawberry.field(description="English label.")

    @classmethod
    def of(cls, model: Any, **more: Any) -> Self:
        """From the graph's model."""
        return super().of(model, code=model.id.rpartition(":")[2], **more)


@strawberry.type(description="A skill of the shared taxonomy, or one of the network's own.")
class Skill(Term):
    """See `graph.models.entities.Skill`."""

    @resolved("The wider skill that this one belongs to.")
    async def parent(self, info: Info) -> "Skill | None":
        """From the loader of all skills."""
        return await info.context.loaders.skill.load(self.parent_id) if self.parent_id else None


@strawberry.type(description="A sector of the French nomenclature of activities (NAF).")
class Sector(Term):
    """See `graph.models.entities.Sector`."""

    @resolved("The section that this division belongs to.")
    async def parent(self, info: Info) -> "Sector | None":
        """From the loader of all sectors."""
        return await info.context.loaders.sector.load(self.parent_id) if self.parent_id else None


@strawberry.type(description="A French region or département.")
class Place(Term):
    """See `graph.models.entities.Place`."""

    is_region: bool = strawberry.field(description="Whether it is a region.")
    latitude: float = strawberry.field(description="Latitude of its center, in degrees.")
    longitude: float = strawberry.field(description="Longitude of its center, in degrees.")

    @classmethod
    def of(cls, model: entities.Place, **more: Any) -> Self:
        """From the graph's model."""
        return super().of(model, is_region=model.id.startswith("region:"), **more)

    @resolved("The region of a département.")
    async def parent(self, info: Info) -> "Place | None":
        """From the loader of all places."""
        return await info.context.loaders.place.load(self.parent_id) if self.parent_id else None
