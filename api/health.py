"""Whether the process lives, whether it can serve, and what it counts."""

import asyncio
import time
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from api.context import AppContext
from api.errors import RETRY_AFTER_S
from graph.errors import GraphError, MigrationError
from graph.migrate import refuse_if_behind
from matching.embedding import Embedder, EmbeddingError
from workers.queue import ArqQueue

CHECK_LIMIT_S = 5.0
EMBEDDER_TRUSTED_S = 60.0
OK = "ok"


class EmbedderCheck:
    """Embeds one word; a success is trusted for a minute, so that checks cost nothing."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._succeeded_at = float("-inf")

    async def state(self) -> str:
        """`ok`, or why not."""
        if time.monotonic() - self._succeeded_at < EMBEDDER_TRUSTED_S:
            return OK
        try:
            await self._embedder.queries(["maillage"])
        except EmbeddingError as error:
            return str(error)
        self._succeeded_at = time.monotonic()
        return OK


async def livez(_request: Request) -> Response:
    """The process answers; nothing else is asked."""
    return PlainTextResponse(OK)


async def readyz(request: Request) -> Response:
    """Whether requests can be served: 200 or 503, with the state of each part.

    A lost queue makes work late, not wrong: it is reported and does not count.
    """
    app: AppContext = request.app.state.context
    graph, embedder, queue = await asyncio.gather(
        _bounded(_graph_state(app)),
        _bounded(request.app.state.embedder_check.state()),
        _bounded(_queue_state(app)),
    )
    draining = getattr(request.state, "draining", None)
    is_ready = graph == embedder == OK and not (draining and draining.has_begun)
    parts = {"graph": graph, "embedder": embedder, "queue": queue}
    headers = {} if is_ready else {"retry-after": str(RETRY_AFTER_S)}
    body = {"isReady": is_ready, "parts": parts}
    return JSONResponse(body, status_code=200 if is_ready else 503, headers=headers)


async def metrics(_request: Request) -> Response:
    """Prometheus's text format."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


async def _graph_state(app: AppContext) -> str:
    try:
        await refuse_if_behind(app.graph)
        missing = await app.graph.read("list_indexes_not_online")
    except MigrationError as error:
        return str(error)
    except GraphError:
        return "Neo4j does not answer"
    return "indexes are being built" if missing else OK


async def _queue_state(app: AppContext) -> str:
    if not isinstance(app.queue, ArqQueue):
        return "none: the sweeper does all work"
    return OK if await app.queue.is_reachable() else "unreachable: work is late"


async def _bounded(check: Any) -> str:
    try:
        async with asyncio.timeout(CHECK_LIMIT_S):
            return str(await check)
    except TimeoutError:
        return f"no answer in {CHECK_LIMIT_S:g} s"


ROUTES = [
    Route("/livez", livez, methods=["GET"]),
    Route("/readyz", readyz, methods=["GET"]),
    Route("/metrics", metrics, methods=["GET"]),
]
