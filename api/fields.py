"""Fields with a resolver."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar, cast

import strawberry
from strawberry.extensions import FieldExtension

from api.plans.fields import PREFETCHED
from api.plans.levels import Batch

F = TypeVar("F", bound=Callable[..., Any])


def resolved(
    description: str,
    *,
    extensions: Sequence[FieldExtension] = (),
    batch: Batch | None = None,
    type_: Any = None,
) -> Callable[[F], F]:
    """A field whose value a resolver gives; to type checkers the resolver stays what it is.

    Args:
        description: of the field, for the schema.
        extensions: around its resolver.
        batch: gives what the resolver would, for many sources at once.
        type_: what it gives in GraphQL, where that is more than what the resolver gives.
    """
    metadata = {PREFETCHED: batch} if batch else {}
    field = strawberry.field(
        description=description,
        extensions=list(extensions),
        metadata=metadata,
        graphql_type=type_,
    )
    return cast("Callable[[F], F]", field)
