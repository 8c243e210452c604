"""What a caller can mend, as data: one type for each way to go on."""

from collections.abc import Sequence
from enum import StrEnum

import strawberry

from api.types.enums import describe


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


@strawberry.type(description="One thing that was wrong.")
class FieldError:
    """A mistake with its place."""

    code: UserErrorCode = strawberry.field(description="What was wrong.")
    message: str = strawberry.field(description="What was wrong in words, and what to do.")
    path: list[str] = strawberry.field(description="Where: the names of arguments and fields.")


@strawberry.interface(
    description="Something that the caller can mend; nothing was changed. `code`, `message` and "
    "`path` tell what was wrong first, `errors` tell all that was wrong."
)
class UserError:
    """What all refusals have in common."""

    code: UserErrorCode = strawberry.field(description="What was wrong first.")
    message: str = strawberry.field(description="The same in words, and what to do.")
    path: list[str] = strawberry.field(description="Where: the names of arguments and fields.")
    errors: list[FieldError] = strawberry.field(
        description="Everything that was wrong, at least one thing; the first is told above, too."
    )


@strawberry.type(description="Values cannot be used: mend them, then send the request again.")
class InvalidInput(UserError):  # noqa: N818  # an answer, no exception
    """INVALID and UNKNOWN_TERM."""


@strawberry.type(description="The network has nothing by an id that was sent: read again.")
class NotFound(UserError):  # noqa: N818  # as above
    """NOT_FOUND."""


@strawberry.type(
    description="Something that exists already stands against it: read again, then decide."
)
class Conflict(UserError):  # noqa: N818  # as above
    """CONFLICT."""


KINDS: dict[UserErrorCode, type[UserError]] = {
    UserErrorCode.INVALID: InvalidInput,
    UserErrorCode.UNKNOWN_TERM: InvalidInput,
    UserErrorCode.NOT_FOUND: NotFound,
    UserErrorCode.CONFLICT: Conflict,
}


def user_error(errors: Sequence[FieldError]) -> UserError:
    """All that was wrong, of the kind of the first."""
    first = errors[0]
    return KINDS[first.code](
        code=first.code, message=first.message, path=first.path, errors=list(errors)
    )
