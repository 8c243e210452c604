"""What the company registry says."""

from typing import Self

import strawberry

from graph.models.registry import Establishment


@strawberry.type(description="An establishment as the company registry knows it.")
class Company:
    """See `graph.models.registry.Establishment`."""

    siret: str = strawberry.field(description="Its SIRET, 14 digits.")
    name: str = strawberry.field(description="Its name.")
    sector_code: str | None = strawberry.field(description="NAF code of what it does.")
    post_code: str | None = strawberry.field(description="Postal code.")
    commune: str | None = strawberry.field(description="Name of the commune.")
    departement: str | None = strawberry.field(description="INSEE code of the département.")
    is_active: bool = strawberry.field(description="Whether it is open, not closed for good.")

    @classmethod
    def of(cls, model: Establishment) -> Self:
        """From the graph's model."""
        return cls(
            siret=model.id,
            name=model.name,
            sector_code=model.sector,
            post_code=model.post_code,
            commune=model.commune,
            departement=model.departement,
            is_active=model.is_active,
        )


@strawberry.type(description="What the company registry has by a SIRET.")
class CompanyLookup:
    """A company, or why there is none."""

    company: Company | None = strawberry.field(
        description="The company; null where the registry does not have it."
    )
    absence: str | None = strawberry.field(
        description="Why there is none, in words; null where there is one."
    )
