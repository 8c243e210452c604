"""Which failures of an embeddings server are worth another try, when, and what to say at last."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

ATTEMPTS = 4

_BUSY = frozenset({408, 425, 429})
_FIRST_SERVER_ERROR = 500


def wait_before_retry(error: Exception, *, longest_s: float) -> bool | float:
    """Say whether to try again: no, yes, or yes after so many seconds.

    A server that asks, by Retry-After, for more than `longest_s` is not waited for.
    """
    if not isinstance(error, httpx.HTTPStatusError):
        return isinstance(error, (httpx.TransportError, TimeoutError))
    status = error.response.status_code
    if status not in _BUSY and status < _FIRST_SERVER_ERROR:
        return False
    wait_s = retry_after_s(error.response.headers.get("Retry-After", ""))
    if wait_s is None:
        return True
    return wait_s if wait_s <= longest_s else False


def retry_after_s(header: str) -> float | None:
    """Read the header (RFC 9110, section 10.2.3): seconds, or an HTTP date. Else None."""
    if header.isascii() and header.isdigit():
        return float(header)
    try:
        when = parsedate_to_datetime(header)
    except ValueError:
        return None
    # A date without a zone is in UTC: HTTP knows no other.
    return max(0.0, (when.replace(tzinfo=UTC) - datetime.now(UTC)).total_seconds())


def failure_sentence(error: Exception, address: str, timeout_s: float) -> str:
    """Say in one sentence what happened and what to do."""
    if isinstance(error, httpx.HTTPStatusError):
        return _status_sentence(error.response.status_code, address)
    if isinstance(error, (TimeoutError, httpx.TimeoutException)):
        return (
            f"{address} gave no whole answer within {timeout_s:g} s, {ATTEMPTS} times. Try later, "
            "lower MAILLAGE_EMBEDDING_BATCH_SIZE, or raise MAILLAGE_EMBEDDING_TIMEOUT_S."
        )
    return (
        f"{address} cannot be reached ({type(error).__name__}). Start the embedding server or "
        "correct MAILLAGE_EMBEDDING_URL."
    )


def _status_sentence(status: int, address: str) -> str:
    if status in {401, 403}:
        return f"{address} refuses the key ({status}). Set MAILLAGE_EMBEDDING_API_KEY."
    if status in _BUSY:
        return f"{address} is too busy ({status}). Try later."
    if status >= _FIRST_SERVER_ERROR:
        return f"{address} fails ({status}). Look into the server's log and try later."
    return (
        f"{address} refuses the request ({status}). Check MAILLAGE_EMBEDDING_URL, "
        "MAILLAGE_EMBEDDING_MODEL and MAILLAGE_EMBEDDING_BATCH_SIZE."
    )
