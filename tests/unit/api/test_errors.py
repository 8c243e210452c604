import pytest
from graphql import GraphQLError

from api.errors import BadInputError, ForbiddenError, present, status_of
from graph.errors import (
    GraphTimeoutError,
    GraphUnavailableError,
    NotFoundError,
    QueryFailedError,
)
from matching.embedding import EmbedderUnavailableError


@pytest.mark.parametrize(
    ("original", "code", "is_retryable"),
    [
        (BadInputError("x"), "BAD_USER_INPUT", False),
        (ForbiddenError("x"), "FORBIDDEN", False),
        (NotFoundError("x"), "NOT_FOUND", False),
        (GraphUnavailableError("bolt://secret"), "UNAVAILABLE", True),
        (GraphTimeoutError("secret"), "UNAVAILABLE", True),
        (EmbedderUnavailableError("secret"), "UNAVAILABLE", True),
        (RecursionError("secret"), "LIMIT_EXCEEDED", False),
        (QueryFailedError("secret"), "INTERNAL", False),
        (ZeroDivisionError("secret"), "INTERNAL", False),
    ],
)
def test_each_failure_has_a_code_and_hides_what_is_ours(
    original: Exception, code: str, *, is_retryable: bool
) -> None:
    extensions = getattr(original, "extensions", None)
    error = GraphQLError(
        str(original), path=["needs"], original_error=original, extensions=extensions
    )
    told = present(error, "request-1")
    assert told["extensions"] == {
        "code": code,
        "requestId": "request-1",
        "retryable": is_retryable,
    }
    assert told["path"] == ["needs"]
    assert "secret" not in told["message"]


def test_an_error_of_a_document_is_told_in_full() -> None:
    told = present(GraphQLError("Cannot query field 'x'."), "request-1")
    assert told["message"] == "Cannot query field 'x'."
    assert told["extensions"]["code"] == "INVALID_DOCUMENT"
    assert "path" not in told
    of_argument = GraphQLError("Argument 'reset' has invalid value.", path=["a"])
    assert present(of_argument, "request-1")["extensions"]["code"] == "BAD_USER_INPUT"


def test_the_first_error_with_a_status_decides() -> None:
    codes = ["INTERNAL", "UNAVAILABLE", "UNAUTHENTICATED"]
    errors = [{"extensions": {"code": code}} for code in codes]
    assert status_of(errors) == 503
    assert status_of(errors[:1]) is None
