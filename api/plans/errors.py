"""Why a value or a selection is left to graphql-core."""

from typing import NoReturn


class OddValueError(Exception):
    """A value that only graphql-core may complete."""


class UnplannableError(Exception):
    """A selection that cannot be compiled."""


def odd(*_values: object) -> NoReturn:
    """Gives a value back to graphql-core; an expression, so that generated code can use it."""
    raise OddValueError
