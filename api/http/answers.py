"""How answers leave: their media type, their status, and what the headers advise."""

from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response
from strawberry.types import ExecutionResult

from api.errors import RETRY_AFTER_S, ApiError, present, status_of
from api.http.caching import tag_of
from api.http.negotiation import GRAPHQL_JSON, JSON, wanted_type

Json = dict[str, Any]


def response_to(request: Request, result: ExecutionResult, response: Response) -> Response:
    """The response that tells what was executed or refused; `response` has its first headers."""
    media_type = media_type_of(request)
    errors = [present(error, request.state.request_id) for error in result.errors or ()]
    answer: Json = {"errors": errors} if errors else {}
    is_refused = result.data is None and all("path" not in error for error in errors)
    if not errors and request.method == "GET":
        data = orjson.dumps(result.data)
        response.headers["etag"] = tag_of(data)
        answer["data"] = orjson.Fragment(data)
    elif not is_refused:
        answer["data"] = result.data
    if result.extensions:
        answer["extensions"] = result.extensions
    made = Response(orjson.dumps(answer), media_type=media_type)
    made.headers.raw.extend(response.headers.raw)
    if result.data is None:
        default = 400 if is_refused and media_type == GRAPHQL_JSON else 200
        made.status_code = status_of(errors) or default
        advise(made, result.errors or [])
    return made


def refusal(request: Request, error: ApiError) -> Response:
    """The answer to a request that is not executed."""
    errors = [present(error, request.state.request_id)]
    body = orjson.dumps({"errors": errors})
    response = Response(body, status_of(errors) or 400, media_type=media_type_of(request))
    advise(response, [error])
    return response


def media_type_of(request: Request) -> str:
    """The media type of the answer; JSON also for a caller that takes neither of ours."""
    return wanted_type(accepted(request)) or JSON


def accepted(request: Request) -> str:
    """All Accept headers in one."""
    return ",".join(request.headers.getlist("accept"))


def advise(response: Response, errors: list[Any]) -> None:
    """Says in headers what to do next."""
    if response.status_code == 401:  # noqa: PLR2004  # HTTP's own number
        response.headers["www-authenticate"] = 'Bearer realm="maillage"'
    if response.status_code == 503:  # noqa: PLR2004
        response.headers["retry-after"] = str(RETRY_AFTER_S)
    for error in errors:
        response.headers.update(getattr(error, "headers", {}))
