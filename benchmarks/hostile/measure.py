"""Sends each hostile request to the application, and takes the processor's time of its refusal."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Protocol

import orjson
from starlette.types import ASGIApp, Message

LIMIT_MS = 20.0
REPEATS = 5
CHUNK_BYTES = 65_536


class Request(Protocol):
    """A request of the corpus."""

    @property
    def name(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def body(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Refusal:
    """What became of one request. `cpu_ms` is the median of several times."""

    name: str
    expected: str
    code: str
    message: str
    cpu_ms: float

    @property
    def is_right(self) -> bool:
        """Whether it was refused as expected, with a sentence."""
        return self.code == self.expected and len(self.message) > len("no.")


async def measured(
    app: ASGIApp, requests: Sequence[Request], advance: Callable[[int, int], None]
) -> list[Refusal]:
    """Each request several times."""
    found = []
    for done, request in enumerate(requests, 1):
        times, answer = [], {}
        for _ in range(REPEATS):
            started = time.process_time()
            answer = await sent(app, request.body)
            times.append(1_000 * (time.process_time() - started))
        code, message = told(answer)
        found.append(Refusal(request.name, request.code, code, message, median(times)))
        advance(done, len(requests))
    return found


def told(answer: dict[str, Any]) -> tuple[str, str]:
    """Code and sentence of the first error; empty where there is none."""
    if not answer.get("errors"):
        return "", ""
    error = answer["errors"][0]
    return error["extensions"]["code"], error["message"]


async def sent(app: ASGIApp, body: bytes) -> dict[str, Any]:
    """The answer to one body, sent in pieces as from a socket."""
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"authorization", b"Bearer x"),
    ]
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST",
        "scheme": "http", "path": "/graphql", "raw_path": b"/graphql", "query_string": b"",
        "root_path": "", "headers": headers, "client": None, "server": None,
    }  # fmt: skip
    starts = iter(range(0, len(body) or 1, CHUNK_BYTES))
    parts: list[bytes] = []

    async def receive() -> Message:
        start = next(starts)
        end = start + CHUNK_BYTES
        return {"type": "http.request", "body": body[start:end], "more_body": end < len(body)}

    async def send(message: Message) -> None:
        parts.append(message.get("body", b""))

    await app(scope, receive, send)
    answer: dict[str, Any] = orjson.loads(b"".join(parts))
    return answer


def report(found: Sequence[Refusal]) -> dict[str, Any]:
    """The figures, with the gates."""
    slowest = sorted(found, key=lambda refusal: -refusal.cpu_ms)
    wrong = [refusal for refusal in found if not refusal.is_right]
    return {
        "requests": len(found),
        "cpu_ms": {
            "median": round(median(refusal.cpu_ms for refusal in found), 2),
            "most": round(slowest[0].cpu_ms, 2),
        },
        "slowest": {refusal.name: round(refusal.cpu_ms, 2) for refusal in slowest[:5]},
        "not_refused_as_expected": {refusal.name: refusal.code for refusal in wrong},
        "gates": {
            "at_least_40": len(found) >= 40,
            "all_refused": not wrong,
            "within_20_ms": slowest[0].cpu_ms <= LIMIT_MS,
        },
    }
