"""Answers to GET may be kept by the caller alone, and asked again with their tag."""

from hashlib import blake2b

from starlette.datastructures import Headers
from starlette.responses import Response

REVALIDATE = "private, no-cache"
NEVER = "private, no-store"
VARIES_BY = "authorization, accept"


def tag_of(data: bytes) -> str:
    """The weak tag of an answer's data: what it cost may differ while the data are the same."""
    return f'W/"{blake2b(data, digest_size=16).hexdigest()}"'


def is_known(tag: str, headers: Headers) -> bool:
    """Whether the caller holds this answer already (RFC 9110, 13.1.2: weak comparison)."""
    held = [part.strip() for part in headers.get("if-none-match", "").split(",")]
    return "*" in held or tag.removeprefix("W/") in [part.removeprefix("W/") for part in held]


def with_rules(response: Response, headers: Headers) -> Response:
    """The response with its rules of caching, or 304 in its place."""
    tag = response.headers.get("etag")
    response.headers["cache-control"] = REVALIDATE if tag else NEVER
    response.headers["vary"] = VARIES_BY
    if tag and is_known(tag, headers):
        kept = {name: response.headers[name] for name in ("etag", "cache-control", "vary")}
        return Response(status_code=304, headers=kept)
    return response
