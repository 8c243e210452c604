"""Why a person is not let in."""

from api.errors import ApiError, UnauthenticatedError


class TokenError(UnauthenticatedError):
    """A token that is not taken; the message says why, as its developers need it."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.headers = {"www-authenticate": 'Bearer realm="maillage", error="invalid_token"'}


class NoRoleError(ApiError):
    """A good token of a person who is nobody here."""

    code = "NO_ROLE"


class IssuerUnavailableError(ApiError):
    """The sign-in service does not answer, and its keys are not known."""

    code = "UNAVAILABLE"

    def __init__(self) -> None:
        super().__init__("The sign-in service of this network does not answer: try again shortly.")
