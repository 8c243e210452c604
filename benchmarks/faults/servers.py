"""Neo4j and Valkey that can be killed, and are then started again where they were."""

import os
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from pydantic import SecretStr

from graph.local.server import local_graph
from graph.settings import GraphSettings
from workers.local import local_queue

# The second compiler costs more than it brings to a server that is killed soon.
QUICK = ("-XX:TieredStopAtLevel=1",)
# The first queries after a start on a busy machine take long, and are no fault of ours.
QUERY_S = 60.0


class Server(Protocol):
    """A running server."""

    @property
    def pid(self) -> int:
        """Its process."""


class Mortal:
    """A server at a fixed port that can be killed and started anew."""

    def __init__(self, start: Callable[[], AbstractAsyncContextManager[Server]]) -> None:
        self._start = start
        self._stack = AsyncExitStack()
        self._pid = 0

    async def start(self) -> None:
        """Until it answers."""
        self._pid = (await self._stack.enter_async_context(self._start())).pid

    async def kill(self) -> None:
        """At once, as a loss of power would."""
        os.kill(self._pid, signal.SIGKILL)
        await self.close()

    async def close(self) -> None:
        """Waits until it is gone."""
        await self._stack.aclose()


@asynccontextmanager
async def mortal_queue(home: Path) -> AsyncIterator[tuple[str, Mortal]]:
    """A Valkey: its address, and how to kill it."""
    async with local_queue(home) as first:
        url, port = first.url, urlsplit(first.url).port or 0
    server = Mortal(lambda: local_queue(home, port=port))
    await server.start()
    try:
        yield url, server
    finally:
        await server.close()


@asynccontextmanager
async def mortal_graph(home: Path) -> AsyncIterator[tuple[GraphSettings, Mortal]]:
    """A Neo4j: how to connect to it, and how to kill it."""
    # Neo4j listens where its configuration says: the port stays that of the first start.
    async with local_graph(home, java_options=QUICK) as first:
        port = urlsplit(first.uri).port or 0
        settings = GraphSettings(
            uri=first.uri,
            user=first.user,
            password=SecretStr(first.password),
            query_timeout_s=QUERY_S,
        )
    server = Mortal(lambda: local_graph(home, port=port, java_options=QUICK))
    await server.start()
    try:
        yield settings, server
    finally:
        await server.close()
