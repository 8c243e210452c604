"""Pages of a developer's machine: for nobody else, whatever name led there."""

import ipaddress
from collections.abc import Awaitable, Callable
from functools import wraps

from starlette.requests import Request
from starlette.responses import Response

from api.pages.rendering import notice

Endpoint = Callable[[Request], Awaitable[Response]]


def is_loopback(host: str | None) -> bool:
    """Whether a host name or address is this machine itself."""
    if host is None:
        return False
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def local_only(endpoint: Endpoint) -> Endpoint:
    """Answers 404 to other machines, and to web sites that resolve their name to this one."""

    @wraps(endpoint)
    async def guarded(request: Request) -> Response:
        client = request.client.host if request.client else None
        if not is_loopback(client) or not is_loopback(request.url.hostname):
            return notice(request, "page_unknown", 404)
        return await endpoint(request)

    return guarded
