"""How failures are told: what a caller can mend in full, faults of ours behind a request id."""

import math
from collections.abc import Mapping
from typing import Any

import structlog
from graphql import GraphQLError

from graph.errors import GraphTimeoutError, GraphUnavailableError, NotFoundError
from matching.embedding import EmbedderUnavailableError

RETRY_AFTER_S = 3
HOW_TO = (
    "Send a key of your network as `Authorization: Bearer mlg_live_…`; "
    "`maillage keys create` makes one."
)
STATUSES = {
    "BAD_REQUEST": 400,
    "UNAUTHENTICATED": 401,
    "NO_ROLE": 403,
    "DOCUMENT_NOT_TRUSTED": 403,
    "METHOD_NOT_ALLOWED": 405,
    "NOT_ACCEPTABLE": 406,
    "BODY_TOO_SLOW": 408,
    "IDEMPOTENCY_IN_PROGRESS": 409,
    "BODY_TOO_LARGE": 413,
    "UNSUPPORTED_MEDIA_TYPE": 415,
    "IDEMPOTENCY_KEY_REUSED": 422,
    "RATE_LIMITED": 429,
    "OVERLOADED": 503,
    "UNAVAILABLE": 503,
    "TIMEOUT": 504,
}
RETRYABLE = frozenset(
    {
        "IDEMPOTENCY_IN_PROGRESS",
        "BODY_TOO_SLOW",
        "RATE_LIMITED",
        "OVERLOADED",
        "UNAVAILABLE",
        "TIMEOUT",
    }
)
UNAVAILABLE = "The graph does not answer: try again shortly."
log = structlog.get_logger()


class ApiError(GraphQLError):
    """A failure that the caller is told about; `code` is its stable name.

    `headers` go with the answer where the request as a whole is refused.
    """

    code = "INTERNAL"
    headers: Mapping[str, str] = {}

    def __init__(self, message: str) -> None:
        super().__init__(message, extensions={"code": self.code})


class BadInputError(ApiError):
    """An argument that cannot be used."""

    code = "BAD_USER_INPUT"


class UnauthenticatedError(ApiError):
    """No key, or one that opens nothing."""

    code = "UNAUTHENTICATED"


class ForbiddenError(ApiError):
    """A key without the scope that this needs."""

    code = "FORBIDDEN"


class LimitError(ApiError):
    """A document beyond the limits."""

    code = "LIMIT_EXCEEDED"


class UnknownNamesError(ApiError):
    """A document with many names that stand for nothing."""

    code = "INVALID_DOCUMENT"


class BodyTooLargeError(ApiError):
    """A request body beyond the limit."""

    code = "BODY_TOO_LARGE"


class RateLimitedError(ApiError):
    """A caller that has spent its points; `wait_s` until there are enough."""

    code = "RATE_LIMITED"

    def __init__(self, points: float, wait_s: float) -> None:
        wait = max(1, math.ceil(wait_s))
        super().__init__(f"This needs {points:g} points, more than you have left: wait {wait} s.")
        self.headers = {"retry-after": str(wait)}


class UnavailableError(ApiError):
    """Neo4j does not answer."""

    code = "UNAVAILABLE"

    def __init__(self) -> None:
        super().__init__(UNAVAILABLE)


class RequestTimeoutError(ApiError):
    """A request that took too long."""

    code = "TIMEOUT"


def present(error: GraphQLError, request_id: str) -> dict[str, Any]:
    """An error as it is sent. What is no fault of the caller is logged, and masked."""
    message, code = _told(error)
    if code == "INTERNAL":
        log.error("request failed", request_id=request_id, exc_info=error.original_error)
    extensions = {"code": code, "requestId": request_id, "retryable": code in RETRYABLE}
    formatted: dict[str, Any] = {"message": message, "extensions": extensions}
    if error.locations:
        formatted["locations"] = [place.formatted for place in error.locations]
    if error.path:
        formatted["path"] = list(error.path)
    return formatted


def _told(error: GraphQLError) -> tuple[str, str]:
    original = error.original_error
    match original:
        case None | GraphQLError():
            # Those with a path are of graphql-core, too: arguments that variables made null.
            default = "INVALID_DOCUMENT" if error.path is None else BadInputError.code
            return error.message, str((error.extensions or {}).get("code", default))
        case NotFoundError():
            return str(original), "NOT_FOUND"
        case GraphUnavailableError() | GraphTimeoutError():
            return UNAVAILABLE, "UNAVAILABLE"
        case EmbedderUnavailableError():
            return "Texts cannot be compared at the moment: try again shortly.", "UNAVAILABLE"
        case RecursionError():
            return "This document is nested too deeply: ask for less at once.", "LIMIT_EXCEEDED"
    return (
        "Something went wrong on our side. Try again; if it stays so, report the request id.",
        "INTERNAL",
    )


def status_of(errors: list[dict[str, Any]]) -> int | None:
    """The HTTP status that these errors ask for, if any."""
    codes = [error["extensions"]["code"] for error in errors]
    return next((STATUSES[code] for code in codes if code in STATUSES), None)
