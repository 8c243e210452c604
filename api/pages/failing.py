"""What a page says instead: of a link that cannot be used, and while Neo4j does not answer."""

from collections.abc import Awaitable, Callable, Mapping
from functools import wraps
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from api.pages.rendering import notice
from graph.errors import GraphError

RETRY_AFTER_S: Final = 3
Page = Callable[[Request], Awaitable[Response]]


def telling(told: Mapping[type[Exception], tuple[str, int]]) -> Callable[[Page], Page]:
    """A page whose failures become notices: code and status of the first class that fits."""

    def decorate(endpoint: Page) -> Page:
        @wraps(endpoint)
        async def told_of(request: Request) -> Response:
            try:
                return await endpoint(request)
            except Exception as error:
                for kind, (code, status) in told.items():
                    if isinstance(error, kind):
                        return notice(request, code, status)
                if isinstance(error, GraphError):
                    return patience(request, error)
                raise

        return told_of

    return decorate


def patience(request: Request, error: GraphError) -> Response:
    """Asks to come back. Raises the error where that would not help."""
    if not error.is_retryable:
        raise error
    response = notice(request, "unavailable", 503)
    response.headers["Retry-After"] = str(RETRY_AFTER_S)
    return response
