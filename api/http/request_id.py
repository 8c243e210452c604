"""Every request has an id, in and out, and leaves one line in the log."""

import re
import time

import structlog
from prometheus_client import Histogram
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph.ids import new_id

REQUEST_ID = re.compile(r"[\w.:-]{1,64}", re.ASCII)
SECONDS = Histogram(
    "maillage_api_request_seconds", "Time of a request", ["method", "room", "status"]
)
ROOMS = frozenset({"graphql", "livez", "readyz", "metrics"})
METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})
log = structlog.get_logger()


def room_of(path: str) -> str:
    """The part of the service a path leads to. The rest of a path may hold a signed link."""
    first = path.strip("/").partition("/")[0]
    return first if first in ROOMS else "pages"


class RequestId:
    """Takes `X-Request-ID` where it is sensible, else makes one; binds it to the log."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handles one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get("x-request-id", "")
        request_id = given if REQUEST_ID.fullmatch(given) else new_id()
        scope.setdefault("state", {})["request_id"] = request_id
        status, started = 500, time.perf_counter()

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["x-request-id"] = request_id
            await send(message)

        with structlog.contextvars.bound_contextvars(request_id=request_id):
            try:
                await self._app(scope, receive, send_with_id)
            finally:
                _note(scope, status, time.perf_counter() - started)


def _note(scope: Scope, status: int, seconds: float) -> None:
    method = scope["method"] if scope["method"] in METHODS else "OTHER"
    room = room_of(scope["path"])
    SECONDS.labels(method, room, str(status)).observe(seconds)
    log.info(
        "request", method=method, room=room, status=status, milliseconds=round(seconds * 1000, 1)
    )
