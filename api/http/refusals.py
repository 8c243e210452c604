"""Requests that are not GraphQL over HTTP, or not now: each with its code and its headers."""

from collections.abc import Iterable, Mapping

from api.errors import ApiError


class BadRequestError(ApiError):
    """Parameters that are missing or odd."""

    code = "BAD_REQUEST"


class MethodNotAllowedError(ApiError):
    """A method that this operation is not sent by; `allowed` says which ones are."""

    code = "METHOD_NOT_ALLOWED"

    def __init__(self, message: str, allowed: Iterable[str]) -> None:
        super().__init__(message)
        self.headers = {"allow": ", ".join(allowed)}


class NotAcceptableError(ApiError):
    """An Accept header that takes none of our media types."""

    code = "NOT_ACCEPTABLE"


class UnsupportedMediaTypeError(ApiError):
    """A body of another media type than JSON."""

    code = "UNSUPPORTED_MEDIA_TYPE"


class BodyTooSlowError(ApiError):
    """A body that does not arrive in time."""

    code = "BODY_TOO_SLOW"


class OverloadedError(ApiError):
    """More requests than can be answered soon."""

    code = "OVERLOADED"
    headers: Mapping[str, str] = {"retry-after": "1"}

    def __init__(self) -> None:
        super().__init__("There are more requests than can be answered soon: try again shortly.")


class UnknownOperationError(ApiError):
    """A document without the operation that is named, or with several and none named."""

    code = "INVALID_DOCUMENT"
