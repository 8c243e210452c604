"""What ends a request before it changes anything: who sent it can mend it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from api.global_ids import GlobalIdError, OtherTypeError
from api.types.user_error import FieldError, UserErrorCode
from graph.errors import NotFoundError, OutdatedError
from graph.text import sentence


class RefusedError(Exception):
    """Ends a request before it changes anything."""

    def __init__(self, errors: Sequence[FieldError]) -> None:
        super().__init__("; ".join(error.message for error in errors))
        self.errors = list(errors)


def refused(code: UserErrorCode, message: str, *path: str) -> RefusedError:
    """A refusal for one reason."""
    return RefusedError([FieldError(code=code, message=message, path=list(path))])


@contextmanager
def blaming(*path: str) -> Iterator[None]:
    """Says which argument an id that leads nowhere came from. Raises RefusedError."""
    try:
        yield
    except OtherTypeError as error:
        raise refused(UserErrorCode.NOT_FOUND, error.message, *path) from error
    except GlobalIdError as error:
        raise refused(UserErrorCode.INVALID, error.message, *path) from error
    except NotFoundError as error:
        raise refused(UserErrorCode.NOT_FOUND, sentence(str(error)), *path) from error


@contextmanager
def outdated(*path: str) -> Iterator[None]:
    """Says which argument rests on what has changed meanwhile. Raises RefusedError."""
    try:
        yield
    except OutdatedError as error:
        raise refused(UserErrorCode.CONFLICT, sentence(str(error)), *path) from error
