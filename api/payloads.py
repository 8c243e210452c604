"""Expected failures are data: an answer is what was asked for, or what was wrong with the request."""

from collections.abc import Callable
from functools import cache
from typing import Annotated, Any, TypeVar, Union, get_type_hints

import strawberry
from strawberry.extensions import FieldExtension
from strawberry.types import get_object_definition

from api.fields import resolved
from api.permissions.extension import Permitted
from api.refusals import RefusedError, refused
from api.types.user_error import (
    Conflict,
    FieldError,
    InvalidInput,
    NotFound,
    UserError,
    UserErrorCode,
    user_error,
)
from graph.errors import ConstraintViolatedError

Resolver = TypeVar("Resolver", bound=Callable[..., Any])
SUCCESS = "Success"
TAKEN = "Another one was written at the same time: look at it, then try again."


@cache
def payload_of(success: type) -> Any:
    """The union of a success and of all that may be wrong: `NeedPayload` of `NeedSuccess`."""
    stem = success.__name__.removesuffix(SUCCESS)
    description = get_object_definition(success, strict=True).description or ""
    return Annotated[
        Union[success, InvalidInput, NotFound, Conflict],  # noqa: UP007  # a class made elsewhere
        strawberry.union(f"{stem}Payload", description=f"{description[:-1]}; or what was wrong."),
    ]


class RefusalsAsData(FieldExtension):
    """Answers with what was wrong where a resolver refuses."""

    async def resolve_async(self, next_: Any, source: Any, info: Any, **kwargs: Any) -> Any:
        """Runs the resolver."""
        try:
            return await next_(source, info, **kwargs)
        except RefusedError as error:
            return _told(info, error.errors)
        except ConstraintViolatedError:
            return _told(info, refused(UserErrorCode.CONFLICT, TAKEN, "input").errors)


def _told(info: Any, errors: list[FieldError]) -> UserError:
    info.context.is_refused = True
    return user_error(errors)


def refusing(
    description: str, *, around: tuple[FieldExtension, ...] = ()
) -> Callable[[Resolver], Resolver]:
    """A field whose resolver gives its success, or raises RefusedError."""

    def decorate(resolver: Resolver) -> Resolver:
        payload = payload_of(get_type_hints(resolver)["return"])
        field = resolved(description, extensions=[*around, RefusalsAsData()], type_=payload)
        return field(resolver)

    return decorate


def mutation(description: str) -> Callable[[Resolver], Resolver]:
    """The same of a mutation. Who may call it stands in `api.permissions`."""
    return refusing(description, around=(Permitted(),))
