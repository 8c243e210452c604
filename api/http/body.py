"""What comes in, bounded in size and in time."""

import asyncio

from starlette.datastructures import Headers
from starlette.types import Message, Receive, Scope

from api.errors import BodyTooLargeError
from api.http.refusals import BodyTooSlowError
from api.limits.bounds import MAX_IMPORT_BYTES


def bounded(scope: Scope, receive: Receive, limit_s: float) -> Receive:
    """Receives a body of bounded size within a time.

    Raises:
        BodyTooLargeError: at once where the headers tell it, else at the first byte too many.
        BodyTooSlowError: the body did not arrive within `limit_s`.
    """
    deadline = asyncio.get_running_loop().time() + limit_s
    told = Headers(scope=scope).get("content-length", "")
    is_told_too_large = told.isdigit() and int(told[:20]) > MAX_IMPORT_BYTES
    received = 0

    async def next_message() -> Message:
        nonlocal received
        if is_told_too_large:
            raise too_large()
        try:
            async with asyncio.timeout_at(deadline):
                message = await receive()
        except TimeoutError as error:
            raise BodyTooSlowError(
                f"The request body did not arrive within {limit_s:g} s: send it again."
            ) from error
        received += len(message.get("body", b""))
        if received > MAX_IMPORT_BYTES:
            raise too_large()
        return message

    return next_message


def too_large() -> BodyTooLargeError:
    """The refusal of a body beyond the limit."""
    return BodyTooLargeError(f"Send at most {MAX_IMPORT_BYTES:,} bytes at once.")
