"""What a page says while Neo4j does not answer."""

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from api.pages.rendering import notice
from graph.errors import GraphError

RETRY_AFTER_S: Final = 3


def patience(request: Request, error: GraphError) -> Response:
    """Asks to come back. Raises the error where that would not help."""
    if not error.is_retryable:
        raise error
    response = notice(request, "unavailable", 503)
    response.headers["Retry-After"] = str(RETRY_AFTER_S)
    return response
