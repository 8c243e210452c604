"""The parameters of one request, from the query string or the body; a sentence where they are odd."""

from typing import Any

import orjson
from starlette.requests import Request
from strawberry.http import GraphQLRequestData

from api.http.refusals import BadRequestError, MethodNotAllowedError, UnsupportedMediaTypeError
from api.limits.bounds import MAX_OPERATION_NAME_CHARACTERS

METHODS = ("GET", "HEAD", "POST")
NAMES = ("query", "operationName", "variables", "extensions")
SEND_JSON = "Send one JSON object with the key `query` as `Content-Type: application/json`."


def refuse_other_methods(method: str) -> None:
    """Raises MethodNotAllowedError."""
    if method not in METHODS:
        raise MethodNotAllowedError("Send GraphQL by POST, or a query by GET.", METHODS)


async def read_parameters(request: Request) -> GraphQLRequestData:
    """What is asked.

    Raises:
        BadRequestError: something is missing, or of another type than it must be.
        UnsupportedMediaTypeError: a body that is no JSON in UTF-8.
    """
    found = _of_query_string(request) if request.method == "GET" else await _of_body(request)
    extensions = _of_type(found, "extensions", dict, "an object")
    query = _of_type(found, "query", str, "a string")
    if not query and not (extensions or {}).get("persistedQuery"):
        raise BadRequestError(f"There is no `query` in this request. {SEND_JSON}")
    name = _of_type(found, "operationName", str, "a string")
    if name is not None and len(name) > MAX_OPERATION_NAME_CHARACTERS:
        raise BadRequestError(
            f"`operationName` is longer than {MAX_OPERATION_NAME_CHARACTERS} characters."
        )
    return GraphQLRequestData(
        query=query,
        variables=_of_type(found, "variables", dict, "an object"),
        operation_name=name or None,
        extensions=extensions,
        protocol="http",
    )


def _of_query_string(request: Request) -> dict[str, Any]:
    """The named parameters; an empty one is none."""
    found: dict[str, Any] = {}
    for name in NAMES:
        values = request.query_params.getlist(name)
        if len(values) > 1:
            raise BadRequestError(f"`{name}` is given {len(values)} times: give it once.")
        if values and values[0]:
            found[name] = values[0]
    for name in ("variables", "extensions"):
        if name in found:
            found[name] = _json(found[name], f"`{name}` is not JSON: encode an object.")
    return found


async def _of_body(request: Request) -> dict[str, Any]:
    _refuse_other_types(request)
    body = _json(await request.body(), f"The request body is not JSON. {SEND_JSON}")
    if isinstance(body, list):
        raise BadRequestError("Batches are not taken: send one operation a request.")
    if not isinstance(body, dict):
        raise BadRequestError(SEND_JSON)
    return body


def _refuse_other_types(request: Request) -> None:
    media_type, *parameters = (
        part.strip().lower() for part in request.headers.get("content-type", "").split(";")
    )
    if media_type == "multipart/form-data":
        raise UnsupportedMediaTypeError(f"Files are not taken. {SEND_JSON}")
    if media_type != "application/json":
        raise UnsupportedMediaTypeError(SEND_JSON)
    charsets = [part.partition("=")[2].strip('"') for part in parameters if "charset" in part]
    if any(charset not in ("utf-8", "utf8") for charset in charsets):
        raise UnsupportedMediaTypeError(f"Bodies are UTF-8. {SEND_JSON}")
    if request.headers.get("content-encoding", "identity") != "identity":
        raise UnsupportedMediaTypeError(f"Compressed bodies are not taken. {SEND_JSON}")


def _json(text: str | bytes, words: str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise BadRequestError(words) from error


def _of_type(found: dict[str, Any], name: str, wanted: type, words: str) -> Any:
    value = found.get(name)
    if value is not None and not isinstance(value, wanted):
        raise BadRequestError(f"`{name}` must be {words}, or null.")
    return value
