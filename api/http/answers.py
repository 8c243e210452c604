"""How answers leave: their media type, their status, and what the headers advise."""

import orjson
from starlette.requests import Request
from starlette.responses import Response

from api.errors import RETRY_AFTER_S, ApiError, present, status_of

JSON = "application/json"
GRAPHQL_JSON = "application/graphql-response+json"


class BadRequest(ApiError):  # noqa: N818  # it is told, never raised
    """A request that is not GraphQL over HTTP."""

    code = "BAD_REQUEST"


def wanted_type(request: Request) -> str:
    """The media type of the answer: the newer one where the caller names it."""
    return GRAPHQL_JSON if GRAPHQL_JSON in request.headers.get("accept", "") else JSON


def add_advice(response: Response) -> None:
    """Says in headers what to do next."""
    if response.status_code == 401:  # noqa: PLR2004  # HTTP's own number
        response.headers["www-authenticate"] = 'Bearer realm="maillage"'
    if response.status_code == 503:  # noqa: PLR2004
        response.headers["retry-after"] = str(RETRY_AFTER_S)


def refusal(request: Request, error: ApiError, status: int) -> Response:
    """The answer to a request that is not executed."""
    errors = [present(error, request.state.request_id)]
    body = orjson.dumps({"errors": errors})
    response = Response(body, status_of(errors) or status, media_type=wanted_type(request))
    add_advice(response)
    return response
