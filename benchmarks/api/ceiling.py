"""What one Python process could do at best: one Cypher text an operation, JSON written from it."""

import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import orjson
from neo4j import READ_ACCESS, WRITE_ACCESS, AsyncDriver, AsyncGraphDatabase

from graph.named import parse

TEXTS = {q.name: q.text for q in parse(Path(__file__).with_name("ceiling.txt").read_text("utf-8"))}
Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]


class Ceiling:
    """An ASGI application without a framework: `POST /a` with the parameters as JSON."""

    def __init__(self) -> None:
        self._driver: AsyncDriver | None = None

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        message = await receive()
        parameters = orjson.loads(message["body"])
        rows = await self._read(scope["path"][1:], parameters)
        body = orjson.dumps({"data": rows})
        headers = [
            (b"content-type", b"application/json"),
            (b"content-length", str(len(body)).encode()),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        auth = (os.environ["PEER_USER"], os.environ["PEER_PASSWORD"])
        self._driver = AsyncGraphDatabase.driver(os.environ["PEER_URI"], auth=auth)
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self._driver.close()
        await send({"type": "lifespan.shutdown.complete"})

    async def _read(self, name: str, parameters: dict[str, Any]) -> Any:
        assert self._driver is not None
        access = WRITE_ACCESS if name == "e" else READ_ACCESS
        async with self._driver.session(database="neo4j", default_access_mode=access) as session:
            result = await session.run(TEXTS[f"ceiling_{name}"], parameters)
            record = await result.single()
            return record["rows"] if record else None


app = Ceiling()
