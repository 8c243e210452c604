"""Fields with a resolver."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar, cast

import strawberry
from strawberry.extensions import FieldExtension

from api.plans.fields import PREFETCHED
from api.plans.prefetching import Batch

F = TypeVar("F", bound=Callable[..., Any])


def resolved(
    description: str, *, extensions: Sequence[FieldExtension] = (), batch: Batch | None = None
) -> Callable[[F], F]:
    """A field whose value a resolver gives; to type checkers the resolver stays what it is.

    Args:
        description: of the field, for the schema.
        extensions: around its resolver.
        batch: gives what the resolver would, for many sources at once.
    """
    metadata = {PREFETCHED: batch} if batch else {}
    field = strawberry.field(
        description=description, extensions=list(extensions), metadata=metadata
    )
    return cast("Callable[[F], F]", field)
