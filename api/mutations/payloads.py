"""Expected failures are data: every payload says what was wrong, where, and what to do."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from typing import Any, TypeVar

import strawberry
from pydantic import BaseModel, ValidationError
from strawberry.extensions import FieldExtension
from strawberry.utils.str_converters import to_camel_case

from api.fields import resolved
from api.global_ids import GlobalIdError, raw_id_of
from api.permissions.extension import Permitted
from api.types.enums import describe
from graph.errors import ConstraintViolatedError, NotFoundError
from graph.models.inputs import reason_of
from graph.text import sentence

M = TypeVar("M", bound=BaseModel)
Resolver = TypeVar("Resolver", bound=Callable[..., Any])


class UserErrorCode(StrEnum):
    """What was wrong."""

    INVALID = "INVALID"
    NOT_FOUND = "NOT_FOUND"
    CONFLICT = "CONFLICT"
    UNKNOWN_TERM = "UNKNOWN_TERM"


describe(
    UserErrorCode,
    "What was wrong with a request.",
    INVALID="A value cannot be used; the message says why.",
    NOT_FOUND="The network has nothing by this id.",
    CONFLICT="Something that exists already stands against it.",
    UNKNOWN_TERM="A code is in none of the shared lists; see `skills`, `sectors` and `places`.",
)


@strawberry.type(description="Something that the caller can mend.")
class UserError:
    """One mistake; nothing was changed."""

    code: UserErrorCode = strawberry.field(description="What was wrong.")
    message: str = strawberry.field(description="What was wrong in words, and what to do.")
    path: list[str] = strawberry.field(description="Where: the names of arguments and fields.")


@strawberry.interface(description="The answer of a mutation.")
class Payload:
    """What all answers have in common."""

    errors: list[UserError] = strawberry.field(
        description="What was wrong; empty where all is well. With errors, nothing was changed.",
        default_factory=list,
    )


class RefusedError(Exception):
    """Ends a mutation before it changes anything."""

    def __init__(self, errors: Sequence[UserError]) -> None:
        super().__init__("; ".join(error.message for error in errors))
        self.errors = list(errors)


def refused(code: UserErrorCode, message: str, *path: str) -> RefusedError:
    """A refusal for one reason."""
    return RefusedError([UserError(code=code, message=message, path=list(path))])


@contextmanager
def blaming(*path: str) -> Iterator[None]:
    """Says which argument an id that leads nowhere came from. Raises RefusedError."""
    try:
        yield
    except GlobalIdError as error:
        raise refused(UserErrorCode.INVALID, error.message, *path) from error
    except NotFoundError as error:
        raise refused(UserErrorCode.NOT_FOUND, sentence(str(error)), *path) from error


def read_id(value: str, type_names: Sequence[str], *path: str) -> str:
    """The id in the graph. Raises RefusedError."""
    with blaming(*path):
        return raw_id_of(value, *type_names)


def validated(model: type[M], values: dict[str, Any]) -> M:
    """The graph's input; null takes a value away. Raises RefusedError with every mistake."""
    given = {name: value for name, value in values.items() if value is not None}
    try:
        return model.model_validate(given)
    except ValidationError as error:
        raise RefusedError(
            [
                UserError(
                    code=UserErrorCode.INVALID,
                    message=sentence(reason_of(found)),
                    path=["input", *(to_camel_case(str(part)) for part in found["loc"])],
                )
                for found in error.errors(include_url=False, include_context=False)
            ]
        ) from error


def given_fields(given: Any) -> dict[str, Any]:
    """The fields of an input that were sent, nested inputs as dictionaries."""
    return {
        name: given_fields(value)
        if hasattr(value, "__strawberry_definition__") and not isinstance(value, StrEnum)
        else value
        for name, value in vars(given).items()
        if value is not strawberry.UNSET
    }


class RefusalsAsData(FieldExtension):
    """Turns refusals into the payload's errors."""

    def __init__(self, payload: type[Payload]) -> None:
        self._payload = payload

    async def resolve_async(self, next_: Any, source: Any, info: Any, **kwargs: Any) -> Any:
        """Runs the mutation."""
        try:
            return await next_(source, info, **kwargs)
        except RefusedError as error:
            info.context.is_refused = True
            return self._payload(errors=error.errors)
        except ConstraintViolatedError:
            info.context.is_refused = True
            message = "Another one was written at the same time: look at it, then try again."
            refusal = refused(UserErrorCode.CONFLICT, message, "input")
            return self._payload(errors=refusal.errors)


def mutation(payload: type[Payload], description: str) -> Callable[[Resolver], Resolver]:
    """A mutation field: how its refusals are told. Who may call it stands in `api.permissions`."""
    return resolved(description, extensions=[Permitted(), RefusalsAsData(payload)])
