"""Reading what was sent as the graph takes it, or refusing it with every mistake."""

from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar

import strawberry
from pydantic import BaseModel, ValidationError
from strawberry.utils.str_converters import to_camel_case

from api.global_ids import raw_id_of
from api.refusals import RefusedError, blaming, refused
from api.types.user_error import FieldError, UserErrorCode
from graph.models.inputs import reason_of
from graph.text import sentence

M = TypeVar("M", bound=BaseModel)
MOST_TEXT = 2_000


def read_id(value: str, type_names: Sequence[str], *path: str) -> str:
    """The id in the graph. Raises RefusedError."""
    with blaming(*path):
        return raw_id_of(value, *type_names)


def validated(model: type[M], values: dict[str, Any], argument: str = "input") -> M:
    """The graph's input; null takes a value away. Raises RefusedError with every mistake."""
    given = {name: value for name, value in values.items() if value is not None}
    try:
        return model.model_validate(given)
    except ValidationError as error:
        raise RefusedError(
            [
                FieldError(
                    code=UserErrorCode.INVALID,
                    message=sentence(reason_of(found)),
                    path=[argument, *(to_camel_case(str(part)) for part in found["loc"])],
                )
                for found in error.errors(include_url=False, include_context=False)
            ]
        ) from error


def short_text(text: str | None, *path: str, most: int = MOST_TEXT) -> str:
    """A text of people's own, "" for none. Raises RefusedError where it is too long."""
    if len(text or "") > most:
        message = f"A text has at most {most:,} characters here: shorten it."
        raise refused(UserErrorCode.INVALID, message, *path)
    return text or ""


def is_to_come(moment: datetime, now: datetime) -> bool:
    """Whether a moment is in the future; without a time zone, or beyond the calendar, it is not."""
    try:
        return moment.tzinfo is not None and moment.astimezone(UTC) > now
    except OverflowError:
        return False


def given_fields(given: Any) -> dict[str, Any]:
    """The fields of an input that were sent, nested inputs as dictionaries."""
    return {
        name: given_fields(value)
        if hasattr(value, "__strawberry_definition__") and not isinstance(value, StrEnum)
        else value
        for name, value in vars(given).items()
        if value is not strawberry.UNSET
    }
