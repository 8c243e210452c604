"""Sign-in services that a network trusts."""

from datetime import datetime
from typing import Any, Self

import strawberry

from api.types.node import Node
from graph.models import issuer
from graph.models.vocabulary import DocumentMode


@strawberry.type(description="A sign-in service (OpenID Connect) whose tokens the network takes.")
class Issuer(Node):
    """See `graph.models.issuer.Issuer`."""

    url: str = strawberry.field(description="The issuer, as its tokens name it in `iss`.")
    audience: str = strawberry.field(description="What tokens must name in `aud`.")
    algorithms: list[str] = strawberry.field(description="How tokens may be signed.")
    leeway_s: int = strawberry.field(description="How far clocks may differ, in seconds.")
    role_claim: str = strawberry.field(description="The claim that tells the role.")
    staff_values: list[str] = strawberry.field(description="Its values for staff.")
    company_values: list[str] = strawberry.field(description="Its values for companies' people.")
    mentor_values: list[str] = strawberry.field(description="Its values for mentors.")
    party_claim: str = strawberry.field(
        description="The claim with the external key of the party that a person stands for."
    )
    documents: DocumentMode = strawberry.field(description="Which documents people may run.")
    created_at: datetime = strawberry.field(description="When it was first trusted.")
    updated_at: datetime = strawberry.field(description="When this last changed.")

    @classmethod
    def of(cls, model: issuer.Issuer, **more: Any) -> Self:
        """From the graph's model."""
        return super().of(model, **more)
