"""Who calls."""

import strawberry

from graph.models.vocabulary import Language, Scope


@strawberry.type(description="A network: one incubator, or a federation of several.")
class Network:
    """See `graph.models.entities.Tenant`."""

    slug: str = strawberry.field(description="Its short name.")
    name: str = strawberry.field(description="Its name.")
    language: Language = strawberry.field(description="Its first language.")
    is_review_required: bool = strawberry.field(
        description="Whether its staff looks at suggestions before anybody is asked."
    )


@strawberry.type(description="Who calls: a key of a network.")
class Viewer:
    """The caller."""

    network: Network = strawberry.field(description="The network that the key opens.")
    key_name: str = strawberry.field(description="The name the key was given.")
    key_hint: str = strawberry.field(description="The key's first letters, to recognize it.")
    scopes: list[Scope] = strawberry.field(description="What the key may do.")
