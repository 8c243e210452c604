"""Who calls."""

import strawberry

from api.context import Info
from api.fields import resolved
from api.types.party import Party
from graph.models.vocabulary import Language, Role, Scope


@strawberry.type(description="A network: one incubator, or a federation of several.")
class Network:
    """See `graph.models.entities.Tenant`."""

    slug: str = strawberry.field(description="Its short name.")
    name: str = strawberry.field(description="Its name.")
    language: Language = strawberry.field(description="Its first language.")
    is_review_required: bool = strawberry.field(
        description="Whether its staff looks at suggestions before anybody is asked."
    )


@strawberry.type(description="Who calls: a key of a network, or a person of it.")
class Viewer:
    """The caller."""

    party_id: strawberry.Private[str | None]
    network: Network = strawberry.field(description="The network that the caller sees.")
    key_name: str = strawberry.field(description="The name of the key, or the person's subject.")
    key_hint: str = strawberry.field(
        description="The key's first letters, to recognize it; empty for a person."
    )
    scopes: list[Scope] = strawberry.field(description="What the key may do; none for a person.")
    role: Role | None = strawberry.field(description="What the person is; null for a key.")

    @resolved(
        "Whom the signed-in person stands for: the company, or the mentor. What is theirs is "
        "reached from here. Null for keys and for staff."
    )
    async def party(self, info: Info) -> Party | None:
        """From the loader of parties."""
        return await info.context.loaders.party.load(self.party_id) if self.party_id else None
