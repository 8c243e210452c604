"""Keys of a network, as those who manage them see them."""

from datetime import datetime
from typing import Any, Self

import strawberry

from api.types.node import Node
from graph.models import entities
from graph.models.vocabulary import DocumentMode, Scope


@strawberry.type(description="A key of the network. The key itself is shown once, when it is made.")
class ApiKey(Node):
    """See `graph.models.entities.ApiKey`."""

    name: str = strawberry.field(description="What it is for.")
    hint: str = strawberry.field(description="Its first letters, to recognize it.")
    scopes: list[Scope] = strawberry.field(description="What it may do.")
    documents: DocumentMode = strawberry.field(description="Which documents it may run.")
    created_at: datetime = strawberry.field(description="When it was made.")
    expires_at: datetime | None = strawberry.field(
        description="From when on it opens nothing; null for never."
    )
    revoked_at: datetime | None = strawberry.field(
        description="When it was revoked; null where it was not."
    )

    @classmethod
    def of(cls, model: entities.ApiKey, **more: Any) -> Self:
        """From the graph's model."""
        return super().of(model, **more)
