"""Fields with a resolver."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar, cast

import strawberry
from strawberry.extensions import FieldExtension

F = TypeVar("F", bound=Callable[..., Any])


def resolved(description: str, *, extensions: Sequence[FieldExtension] = ()) -> Callable[[F], F]:
    """A field whose value a resolver gives; to type checkers the resolver stays what it is."""
    field = strawberry.field(description=description, extensions=list(extensions))
    return cast("Callable[[F], F]", field)
