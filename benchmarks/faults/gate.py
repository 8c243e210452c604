"""A way to a server that stands still, or ends, at a chosen place of what is sent."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum

LOOPBACK = "127.0.0.1"
CHUNK = 65_536
COMMIT = b"\x00\x02\xb0\x12\x00\x00"
"""Bolt: a chunk of two bytes, a structure without fields and with the tag of COMMIT, the end."""


class Manner(StrEnum):
    """What happens there: silence, the end of the connection, or a halt until it is told to go on."""

    HANG = "HANG"
    CLOSE = "CLOSE"
    HOLD = "HOLD"


@dataclass(frozen=True, slots=True)
class Trap:
    """Strikes once, at the so-manieth time that a client sends `pattern`; empty: that it connects.

    `is_passed`: the server gets the pattern, and its reply is what stands still or is lost.
    """

    manner: Manner
    pattern: bytes = b""
    nth: int = 1
    is_passed: bool = False


@dataclass
class Gate:
    """Lets everything through, but for what its trap catches."""

    target: tuple[str, int]
    port: int = 0
    has_struck: asyncio.Event = field(default_factory=asyncio.Event)
    goes_on: asyncio.Event = field(default_factory=asyncio.Event)
    _trap: Trap | None = None
    _left: int = 0
    _writers: list[asyncio.StreamWriter] = field(default_factory=list)

    def set(self, trap: Trap | None) -> None:
        """From now on, on connections that are open, too."""
        self._trap, self._left = trap, trap.nth if trap else 0
        self.has_struck.clear()
        self.goes_on.clear()

    def clear(self) -> None:
        """Ends all connections, those that stand still, too; new ones go through."""
        self.cut()
        self.set(None)

    def cut(self) -> None:
        """Ends all connections, as the end of a process does."""
        for writer in self._writers:
            writer.transport.abort()
        self._writers.clear()

    async def relay(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, both ways."""
        self._writers.append(writer)
        caught = _Caught()
        with suppress(OSError):
            if self._counts(b"") and not await self._strike():
                return
            there, back = await asyncio.open_connection(*self.target)
            self._writers.append(back)
            await asyncio.gather(
                self._ask(reader, back, caught), self._answer(there, writer, caught)
            )

    async def _ask(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, caught: "_Caught"
    ) -> None:
        seen = b""
        with suppress(OSError):
            while data := await reader.read(CHUNK):
                at = self._found(seen, data)
                seen = (seen + data)[-64:]
                if at is None:
                    writer.write(data)
                    continue
                before, after = at
                is_passed = self._trap is not None and self._trap.is_passed
                cut = after if is_passed else before
                writer.write(data[:cut])
                if is_passed:
                    caught.awaits_reply = True
                elif not await self._strike():
                    return
                writer.write(data[cut:])
        writer.close()

    async def _answer(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, caught: "_Caught"
    ) -> None:
        with suppress(OSError):
            while data := await reader.read(CHUNK):
                if caught.awaits_reply:
                    caught.awaits_reply = False
                    if not await self._strike():
                        return
                writer.write(data)
        writer.close()

    async def _strike(self) -> bool:
        """Whether it goes on afterwards."""
        manner = self._trap.manner if self._trap else Manner.HANG
        self._trap = None
        self.has_struck.set()
        if manner is Manner.CLOSE:
            self.cut()
            return False
        if manner is Manner.HANG:
            return False
        await self.goes_on.wait()
        return True

    def _found(self, seen: bytes, data: bytes) -> tuple[int, int] | None:
        """Where in `data` the trap's pattern begins and ends; it may have begun before."""
        if self._trap is None or not self._trap.pattern:
            return None
        pattern = self._trap.pattern
        tail = seen[-(len(pattern) - 1) :] if len(pattern) > 1 else b""
        at = (tail + data).find(pattern)
        if at < 0 or not self._counts(pattern):
            return None
        begin = at - len(tail)
        return max(0, begin), begin + len(pattern)

    def _counts(self, pattern: bytes) -> bool:
        if self._trap is None or self._trap.pattern != pattern:
            return False
        self._left -= 1
        return self._left == 0


@dataclass
class _Caught:
    """What both ways of one connection know."""

    awaits_reply: bool = False


@asynccontextmanager
async def open_gate(host: str, port: int) -> AsyncIterator[Gate]:
    """Another port of this machine that leads there."""
    gate = Gate((host, port))
    server = await asyncio.start_server(gate.relay, LOOPBACK, 0)
    gate.port = server.sockets[0].getsockname()[1]
    try:
        yield gate
    finally:
        server.close()
        gate.goes_on.set()
        gate.cut()
        await server.wait_closed()
