"""A load generator that costs little: bytes out, bytes in, each connection one request at a time."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

HOST = "127.0.0.1"
HEAD_END = b"\r\n\r\n"
LENGTH = b"content-length: "


@dataclass(frozen=True, slots=True)
class Rate:
    """Requests per second, and percentiles of their time in milliseconds."""

    per_s: float
    p50_ms: float
    p99_ms: float
    failures: int


def request_bytes(path: str, body: bytes, headers: dict[str, str]) -> bytes:
    """One POST, as it goes over the wire."""
    lines = [
        f"POST {path} HTTP/1.1",
        f"host: {HOST}",
        "content-type: application/json",
        f"content-length: {len(body)}",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    return "\r\n".join(lines).encode() + HEAD_END + body


class Connection(asyncio.Protocol):
    """One keep-alive connection."""

    def __init__(self) -> None:
        self._buffer = b""
        self._answer: asyncio.Future[bytes] | None = None
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head_end = self._buffer.find(HEAD_END)
        if head_end < 0 or self._answer is None or self._answer.done():
            return
        head = self._buffer[:head_end].lower()
        start = head.find(LENGTH)
        if start < 0:
            is_whole = self._buffer.endswith(b"0\r\n\r\n")
        else:
            length = int(head[start + len(LENGTH) :].split(b"\r\n", 1)[0])
            is_whole = len(self._buffer) >= head_end + len(HEAD_END) + length
        if is_whole:
            answer, self._buffer = self._buffer, b""
            self._answer.set_result(answer)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(exc or ConnectionError("the server hung up"))

    async def ask(self, request: bytes) -> bytes:
        """The whole response, head and body."""
        assert self._transport is not None
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._answer

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()


async def connect(port: int) -> Connection:
    """An open connection to a port of this machine."""
    _transport, connection = await asyncio.get_running_loop().create_connection(
        Connection, HOST, port
    )
    return connection


def body_of(response: bytes) -> bytes:
    """The body of a response, chunked or not."""
    head, _, body = response.partition(HEAD_END)
    if LENGTH in head.lower():
        return body
    joined = b""
    while body:
        size, _, rest = body.partition(b"\r\n")
        joined, body = joined + rest[: int(size, 16)], rest[int(size, 16) + 2 :]
    return joined


async def load(
    ports: Sequence[int], requests: Sequence[bytes], *, connections: int, seconds: float
) -> Rate:
    """Sends the requests in turn over so many connections until the time is over."""
    times: list[float] = []
    failures = 0
    ends_at = time.perf_counter() + seconds

    async def run(number: int) -> None:
        nonlocal failures
        connection = await connect(ports[number % len(ports)])
        sent = number
        while (started := time.perf_counter()) < ends_at:
            response = await connection.ask(requests[sent % len(requests)])
            times.append(time.perf_counter() - started)
            failures += not response.startswith(b"HTTP/1.1 200") or b'"errors":[{' in response
            sent += connections
        connection.close()

    began = time.perf_counter()
    await asyncio.gather(*(run(number) for number in range(connections)))
    took = time.perf_counter() - began
    p50, p99 = np.percentile(times, [50, 99]) * 1_000
    return Rate(round(len(times) / took, 1), round(float(p50), 2), round(float(p99), 2), failures)
