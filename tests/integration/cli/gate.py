"""A way to Neo4j that stands still at a commit: before it is done, or before it is confirmed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit

COMMIT = b"\x00\x02\xb0\x12\x00\x00"
"""Bolt: a chunk of two bytes, a structure without fields and with the tag of COMMIT, the end."""


class CommitGate:
    """Lets everything through, until it is told at which commit from then on to stand still."""

    def __init__(self) -> None:
        self.has_stopped = asyncio.Event()
        self._left = 0
        self._is_done = False
        self._writers: list[asyncio.StreamWriter] = []

    def stop_at(self, commit: int, *, is_done: bool) -> None:
        """Stands still at the so-manieth commit; `is_done`: Neo4j does it, and nobody hears of it."""
        self._left, self._is_done = commit, is_done
        self.has_stopped.clear()

    def cut(self) -> None:
        """Ends all connections, as the end of a process does; new ones go through."""
        for writer in self._writers:
            writer.transport.abort()
        self._writers.clear()

    async def relay(
        self, host: str, port: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """One connection, both ways."""
        there, back = await asyncio.open_connection(host, port)
        self._writers += [writer, back]
        is_held = asyncio.Event()
        await asyncio.gather(self._ask(reader, back, is_held), self._answer(there, writer, is_held))

    async def _ask(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, is_held: asyncio.Event
    ) -> None:
        with suppress(ConnectionError):
            while data := await reader.read(65_536):
                if self._is_reached(data):
                    is_held.set()
                    if not self._is_done:
                        self.has_stopped.set()
                        return
                writer.write(data)
        writer.close()

    async def _answer(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, is_held: asyncio.Event
    ) -> None:
        with suppress(ConnectionError):
            while data := await reader.read(65_536):
                if is_held.is_set():
                    self.has_stopped.set()
                    return
                writer.write(data)
        writer.close()

    def _is_reached(self, data: bytes) -> bool:
        if not self._left or COMMIT not in data:
            return False
        self._left -= 1
        return not self._left


@asynccontextmanager
async def commit_gate(uri: str) -> AsyncIterator[tuple[str, CommitGate]]:
    """Another address of the Neo4j at `uri`, and the gate on the way to it."""
    target, gate = urlsplit(uri), CommitGate()

    async def relay(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await gate.relay(target.hostname or "", target.port or 0, reader, writer)

    server = await asyncio.start_server(relay, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    try:
        yield f"{target.scheme}://127.0.0.1:{port}", gate
    finally:
        server.close()
        gate.cut()
        await server.wait_closed()
