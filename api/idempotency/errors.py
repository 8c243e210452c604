"""Why a request with an idempotency key is not executed."""

from collections.abc import Mapping

from api.errors import ApiError


class InFlightError(ApiError):
    """The first request under this key is still being worked on."""

    code = "IDEMPOTENCY_IN_PROGRESS"
    headers: Mapping[str, str] = {"retry-after": "1"}

    def __init__(self) -> None:
        super().__init__("A request with this idempotency key is in progress: ask again shortly.")


class KeyReusedError(ApiError):
    """The key was used for another request."""

    code = "IDEMPOTENCY_KEY_REUSED"

    def __init__(self) -> None:
        super().__init__(
            "This idempotency key was used for another request: send a new key with a new request, "
            "and the same document and variables with the same key."
        )


class AnswerLostError(ApiError):
    """What was asked is done, and its answer cannot be read any more."""

    code = "IDEMPOTENCY_ANSWER_LOST"

    def __init__(self) -> None:
        super().__init__("This was done before, but its answer is lost: look at what it changed.")
