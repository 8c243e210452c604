"""Both sides measured in turn, their answers compared, the gates judged."""

import json
import math
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import orjson

from benchmarks.api import processes
from benchmarks.api.apoc import write_plugin
from benchmarks.api.client import Rate, body_of, connect, load, request_bytes
from benchmarks.api.network import Served, forget_needs, make_network
from benchmarks.api.operations import OPERATIONS, SKILLS, TITLE, Operation
from benchmarks.memory import resident_mb
from graph.connection import open_graph
from graph.local.server import LocalGraph, local_graph
from graph.migrate import migrate
from graph.repositories.reference import load_reference
from graph.settings import GraphSettings

CONNECTIONS = (1, 8, 32)
GATED = 8
MOST_START_S = 2.0
MOST_START_MB = 120.0
STARTS = 3
PLAIN_GATES = {"hello": 1.1, "rows": 1.5}
Progress = Callable[[int, int], None]
Clean = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Start:
    """From `maillage serve` to its open port, and what the process holds then."""

    seconds: float
    megabytes: float


@dataclass(frozen=True, slots=True)
class Side:
    """A server, and the requests of each operation as it is asked."""

    name: str
    port: int
    requests: dict[str, list[bytes]]


def _graphql(document: str, variables: Sequence[Any], **headers: str) -> list[bytes]:
    return [
        request_bytes("/graphql", orjson.dumps({"query": document, "variables": each}), headers)
        for each in variables
    ]


def our_side(port: int, served: Served) -> Side:
    """The API, with a key."""
    key = f"Bearer {served.secret}"
    return Side(
        "ours",
        port,
        {o.name: _graphql(o.ours, o.our_variables(served), authorization=key) for o in OPERATIONS},
    )


def peer_side(port: int, served: Served) -> Side:
    """The peer, which checks nothing."""
    requests = {
        each.name: [
            request.replace(b"/graphql", b"/", 1)
            for request in _graphql(each.theirs, each.their_variables(served))
        ]
        for each in OPERATIONS
    }
    return Side("peer", port, requests)


def ceiling_side(port: int, served: Served) -> Side:
    """JSON written by hand."""
    common = {"tenant_id": served.tenant_id, "after": "~"}
    given: dict[str, list[dict[str, Any]]] = {
        "b": [{"id": each} for each in served.need_ids[:100]],
        "e": [
            {"party_id": each, "title": TITLE, "text": "", "skills": list(SKILLS)}
            for each in served.party_ids[:100]
        ],
    }
    return Side(
        "ceiling",
        port,
        {
            o.name: [
                request_bytes(f"/{o.name}", orjson.dumps(common | each), {})
                for each in given.get(o.name, [{}])
            ]
            for o in OPERATIONS
        },
    )


async def answer(side: Side, operation: str) -> Any:
    """The data of one answer. Raises RuntimeError where there are errors."""
    connection = await connect(side.port)
    found = json.loads(body_of(await connection.ask(side.requests[operation][0])))
    connection.close()
    if found.get("errors"):
        raise RuntimeError(f"{side.name} {operation}: {found['errors']}")
    return found["data"]


async def are_same(ours: Side, peer: Side, operation: Operation, clean: Clean) -> bool:
    """Whether both tell the same, in one canonical order."""
    await clean()
    left = operation.our_answer(await answer(ours, operation.name))
    right = operation.their_answer(await answer(peer, operation.name))
    return bool(left == right)


async def measure(
    sides: Sequence[Side],
    *,
    seconds: float,
    connections: Sequence[int],
    clean: Clean,
    progress: Progress,
) -> dict[str, Any]:
    """Rates by operation, connections and side: the sides in turn, so that all meet the same."""
    found: dict[str, Any] = {}
    done, total = 0, len(OPERATIONS) * len(connections) * len(sides)
    for operation in OPERATIONS:
        by_count = found.setdefault(operation.name, {})
        for count in connections:
            rates: dict[str, Rate] = {}
            for side in sides:
                await clean()
                requests = side.requests[operation.name]
                await load([side.port], requests, connections=count, seconds=seconds / 3)
                rates[side.name] = await load(
                    [side.port], requests, connections=count, seconds=seconds
                )
                done += 1
                progress(done, total)
            by_count[count] = {name: asdict(rate) for name, rate in rates.items()}
    return found


def gates_of(rates: dict[str, Any]) -> dict[str, bool]:
    """Each promise beside the peer, kept or not."""
    gates: dict[str, bool] = {}
    for operation in OPERATIONS:
        for count, sides in rates[operation.name].items():
            ours, peer = sides["ours"], sides.get("peer")
            if peer is None:
                continue
            # An answer that is a failure is no answer, however soon it comes.
            per_s, p99_ms = (0.0, math.inf) if ours["failures"] else (ours["per_s"], ours["p99_ms"])
            if count == GATED:
                name = f"{operation.name}_at_least_{operation.gate:g}_times"
                gates[name] = per_s >= operation.gate * peer["per_s"]
            else:
                gates[f"{operation.name}_at_{count}_not_below"] = per_s >= peer["per_s"]
                gates[f"{operation.name}_at_{count}_p99"] = p99_ms <= peer["p99_ms"]
    return gates


async def prepared(
    stack: AsyncExitStack, folder: Path, *, has_peer: bool
) -> tuple[LocalGraph, Served]:
    """A Neo4j of its own with the network in it."""
    if has_peer:
        write_plugin(folder)
    server = await stack.enter_async_context(local_graph(folder, heap="4g"))
    async with open_graph(_settings(server)) as graph:
        await migrate(graph)
        await load_reference(graph)
        return server, await make_network(graph)


async def measure_start(server: LocalGraph) -> Start:
    """The median of some starts, after one that compiles what no other has compiled."""
    starts: list[tuple[float, float]] = []
    for _ in range(STARTS + 1):
        began = time.perf_counter()
        async with processes.command(server) as pid:
            starts.append((time.perf_counter() - began, resident_mb(pid)))
    seconds, megabytes = zip(*starts[1:], strict=True)
    return Start(round(median(seconds), 2), round(median(megabytes), 1))


@asynccontextmanager
async def cleaning(server: LocalGraph, served: Served) -> AsyncIterator[Clean]:
    """Takes away what the writing operation left."""
    async with open_graph(_settings(server)) as graph:
        yield partial(forget_needs, graph, served, TITLE)


def _settings(server: LocalGraph) -> GraphSettings:
    return GraphSettings(uri=server.uri, user=server.user, password=server.password)


async def report(
    *,
    seconds: float,
    connections: Sequence[int] = CONNECTIONS,
    has_peer: bool = True,
    progress: Progress = lambda _done, _total: None,
) -> dict[str, Any]:
    """Everything, on servers of its own."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="maillage-bench-")))
        server, served = await prepared(stack, folder, has_peer=has_peer)
        environment = processes.peer_environment(server)
        start = await measure_start(server)
        port, _pid = await stack.enter_async_context(processes.api(server))
        clean = await stack.enter_async_context(cleaning(server, served))
        sides = [our_side(port, served)]
        ceiling = processes.serving("benchmarks.api.ceiling:app", environment)
        sides.append(ceiling_side((await stack.enter_async_context(ceiling))[0], served))
        same: dict[str, bool] = {}
        if has_peer:
            peer = processes.node("server.mjs", environment)
            sides.append(peer_side(await stack.enter_async_context(peer), served))
            same = {o.name: await are_same(sides[0], sides[-1], o, clean) for o in OPERATIONS}
        else:
            for each in OPERATIONS:
                await answer(sides[0], each.name)
        rates = await measure(
            sides, seconds=seconds, connections=connections, clean=clean, progress=progress
        )
    gates = gates_of(rates) | {f"{name}_same_answer": found for name, found in same.items()}
    found: dict[str, Any] = {"rates": rates, "start": asdict(start)}
    gates["start_within_2_s"] = start.seconds <= MOST_START_S
    gates["start_within_120_mb"] = start.megabytes <= MOST_START_MB
    if has_peer:
        found["plain"] = await measure_plain(seconds=seconds)
        for name, least in PLAIN_GATES.items():
            sides_of = found["plain"][name]
            kept = sides_of["ours"]["per_s"] >= least * sides_of["yoga"]["per_s"]
            gates[f"{name}_at_least_{least:g}_times"] = kept
    return found | {"gates": gates}


async def measure_plain(*, seconds: float) -> dict[str, Any]:
    """`hello` and 50 objects of 5 fields, without a database: ours and graphql-yoga in turn."""
    documents = {"hello": "{ hello }", "rows": "{ rows { id name size isOpen weight } }"}
    found: dict[str, Any] = {name: {} for name in documents}
    async with AsyncExitStack() as stack:
        ours = processes.serving("benchmarks.api.plain:app", {})
        ports = {"ours": (await stack.enter_async_context(ours))[0]}
        ports["yoga"] = await stack.enter_async_context(processes.node("plain.mjs", {}))
        for name, document in documents.items():
            requests = _graphql(document, [{}])
            for side, port in ports.items():
                await load([port], requests, connections=GATED, seconds=seconds / 3)
                rate = await load([port], requests, connections=GATED, seconds=seconds)
                found[name][side] = asdict(rate)
    return found
