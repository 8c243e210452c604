"""Ending without losing a request: first every connection is asked to close, then the server ends."""

import asyncio
import contextlib
import os
import signal
import socket
import time
from types import FrameType

import uvicorn
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CHECK_EVERY_S = 0.05
LINGER_S = 0.5  # for those who have connected and are about to ask
GRACE_S = 15  # more than one request may take
KEEP_ALIVE_S = 75  # more than load balancers hold a connection that is idle


class Draining:
    """Asks callers to open a new connection, once the application is being ended.

    A caller that holds a connection learns of the end with an answer, not by a request that fails.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self.has_begun = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handles one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope.setdefault("state", {})["draining"] = self

        async def send_and_close(message: Message) -> None:
            if message["type"] == "http.response.start" and self.has_begun:
                MutableHeaders(scope=message)["connection"] = "close"
            await send(message)

        await self._app(scope, receive, send_and_close)


class DrainingServer(uvicorn.Server):
    """Goes on serving for `drain_s` after SIGTERM: a load balancer sees that it is not ready.

    Ctrl-C ends it at once; what is being answered is answered to its end either way.
    """

    def __init__(self, config: uvicorn.Config, draining: Draining, drain_s: float) -> None:
        super().__init__(config)
        self._draining = draining
        self._drain_s = drain_s
        self._is_hurried = False

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Remembers whether somebody is waiting for the end: Ctrl-C, or a second signal."""
        self._is_hurried = sig == signal.SIGINT or self.should_exit
        super().handle_exit(sig, frame)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Drains, then ends as uvicorn does."""
        self._draining.has_begun = True
        await self._pause(self._drain_s)
        await self._stop_listening()
        await self._pause(LINGER_S)
        await super().shutdown(sockets)

    async def _pause(self, limit_s: float) -> None:
        """Serves on: until the time is over, or somebody waits for the end."""
        ends_at = time.monotonic() + limit_s
        while not self._is_hurried and time.monotonic() < ends_at:  # noqa: ASYNC110  # see below
            # A signal handler cannot set an event of the loop.
            await asyncio.sleep(CHECK_EVERY_S)

    async def _stop_listening(self) -> None:
        """Takes the connections that wait to be taken, and closes the door behind the last.

        A socket that is closed resets what waits at it, though the caller thinks it is connected.
        """
        loop = asyncio.get_running_loop()
        waiting: list[socket.socket] = []
        for server in self.servers:
            for listener in server.sockets:
                with socket.socket(fileno=os.dup(listener.fileno())) as door:
                    door.setblocking(False)
                    with contextlib.suppress(BlockingIOError):
                        while True:
                            waiting.append(door.accept()[0])
            server.close()
        for connection in waiting:
            connection.setblocking(False)
            await loop.connect_accepted_socket(self._protocol, connection)

    def _protocol(self) -> asyncio.Protocol:
        """The protocol of a connection, as uvicorn makes it."""
        protocol: asyncio.Protocol = self.config.http_protocol_class(  # type: ignore[call-arg]  # uvicorn's own
            config=self.config, server_state=self.server_state, app_state=self.lifespan.state
        )
        return protocol


def server_of(app: ASGIApp, host: str, port: int, *, drain_s: float) -> DrainingServer:
    """A server of this application."""
    draining = Draining(app)
    config = uvicorn.Config(
        draining,
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        ws="none",  # there are no subscriptions yet
        server_header=False,
        timeout_graceful_shutdown=GRACE_S,
        timeout_keep_alive=KEEP_ALIVE_S,
    )
    return DrainingServer(config, draining, drain_s)
