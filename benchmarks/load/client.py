"""A client of HTTP/1.1 that costs little: the service needs the processor itself."""

import asyncio
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle

LIMIT_S = 30.0
LOST = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """The status of one answer (0: none came), how long it took, and whether it says when to ask."""

    status: int
    seconds: float
    says_when: bool = False


class Caller:
    """Sends one query, over connections that are kept, each time with the next key."""

    def __init__(self, host: str, port: int, query: str, keys: list[str]) -> None:
        self._address = (host, port)
        self._texts: Iterator[bytes] = cycle([request_text(query, key) for key in keys])
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def ask(self) -> Answer:
        """One request and its answer."""
        started = time.perf_counter()
        try:
            async with asyncio.timeout(LIMIT_S):
                reader, writer = await self._connection()
                writer.write(next(self._texts))
                head = await reader.readuntil(b"\r\n\r\n")
                await reader.readexactly(_length(head))
        except (OSError, EOFError, TimeoutError):
            return Answer(LOST, time.perf_counter() - started)
        self._idle.append((reader, writer))
        seconds = time.perf_counter() - started
        return Answer(int(head[9:12]), seconds, says_when=b"\r\nretry-after:" in head)

    async def _connection(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        while self._idle:
            reader, writer = self._idle.pop()
            if not reader.at_eof():
                return reader, writer
            writer.close()
        return await asyncio.open_connection(*self._address)

    def close(self) -> None:
        """Closes what is idle."""
        for _, writer in self._idle:
            writer.close()


def request_text(query: str, key: str) -> bytes:
    """A POST as it is sent."""
    body = json.dumps({"query": query})
    return (
        f"POST /graphql HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer {key}\r\n"
        f"content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n{body}"
    ).encode()


def _length(head: bytes) -> int:
    return int(head.lower().partition(b"content-length:")[2].partition(b"\r")[0])
