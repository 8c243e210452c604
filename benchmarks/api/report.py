"""Both sides measured in turn, their answers compared, the service on a large network, the gates."""

import tempfile
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.api import processes
from benchmarks.api.apoc import write_plugin
from benchmarks.api.client import Rate, load
from benchmarks.api.gates import GATED, gates_of
from benchmarks.api.large import measure_large
from benchmarks.api.network import Served, forget_needs, make_network
from benchmarks.api.operations import OPERATIONS, TITLE
from benchmarks.api.sides import (
    Clean,
    Side,
    answer,
    are_same,
    ceiling_side,
    graphql_requests,
    our_side,
    peer_side,
)
from benchmarks.memory import resident_mb
from graph.connection import open_graph
from graph.local.server import LocalGraph, local_graph
from graph.migrate import migrate
from graph.repositories.reference import load_reference
from graph.settings import GraphSettings

CONNECTIONS = (1, 8, 32)
STARTS = 3
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Start:
    """From `maillage serve` to its open port, and what the process holds then."""

    seconds: float
    megabytes: float


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
                # As long as it is measured: Neo4j compiles what a side asks of it on the way.
                await load(side.ports, requests, connections=count, seconds=seconds)
                rates[side.name] = await load(
                    side.ports, requests, connections=count, seconds=seconds
                )
                done += 1
                progress(done, total)
            by_count[count] = {name: asdict(rate) for name, rate in rates.items()}
    return found


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
        async with processes.command(server) as (_port, pid):
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
    has_large: bool = True,
    progress: Progress = lambda _done, _total: None,
) -> dict[str, Any]:
    """Everything, on servers of its own."""
    found = await _beside_peer(
        seconds=seconds, connections=connections, has_peer=has_peer, progress=progress
    )
    if has_peer:
        found["plain"] = await measure_plain(seconds=seconds)
    if has_large:
        found["large"] = await measure_large()
    return found | {"gates": gates_of(found)}


async def _beside_peer(
    *, seconds: float, connections: Sequence[int], has_peer: bool, progress: Progress
) -> dict[str, Any]:
    """One process of each side, then two of each."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="maillage-bench-")))
        server, served = await prepared(stack, folder, has_peer=has_peer)
        start = await measure_start(server)
        clean = await stack.enter_async_context(cleaning(server, served))
        sides = await _started(stack, server, served, has_peer=has_peer)
        same = await _compared(sides, clean)
        rates_of = partial(measure, seconds=seconds, clean=clean, progress=progress)
        alone = [side.alone() for side in sides]
        rates = await rates_of(alone, connections=connections)
        two = await rates_of(sides, connections=[GATED])
    return {"start": asdict(start), "same": same, "rates": rates, "two": two}


async def _started(
    stack: AsyncExitStack, server: LocalGraph, served: Served, *, has_peer: bool
) -> list[Side]:
    """Two processes of each side."""
    environment = processes.peer_environment(server)
    ours = [(await stack.enter_async_context(processes.api(server)))[0] for _ in range(2)]
    hands = [processes.serving("benchmarks.api.ceiling:app", environment) for _ in range(2)]
    ceiling = [(await stack.enter_async_context(each))[0] for each in hands]
    sides = [our_side(ours, served), ceiling_side(ceiling, served)]
    if has_peer:
        nodes = [processes.node("server.mjs", environment) for _ in range(2)]
        sides.append(peer_side([await stack.enter_async_context(n) for n in nodes], served))
    return sides


async def _compared(sides: Sequence[Side], clean: Clean) -> dict[str, bool]:
    """Whether each operation is told alike by both; without the peer, whether it is told."""
    ours, *_, peer = sides
    if peer.name != "peer":
        for each in OPERATIONS:
            await answer(ours, each.name)
        return {}
    return {each.name: await are_same(ours, peer, each, clean) for each in OPERATIONS}


async def measure_plain(*, seconds: float) -> dict[str, Any]:
    """`hello` and 50 objects of 5 fields, without a database: ours and graphql-yoga in turn."""
    documents = {"hello": "{ hello }", "rows": "{ rows { id name size isOpen weight } }"}
    found: dict[str, Any] = {name: {} for name in documents}
    async with AsyncExitStack() as stack:
        ours = processes.served({}, "benchmarks.api.plain")
        ports = {"ours": (await stack.enter_async_context(ours))[0]}
        ports["yoga"] = await stack.enter_async_context(processes.node("plain.mjs", {}))
        for name, document in documents.items():
            requests = graphql_requests(document, [{}])
            for side, port in ports.items():
                await load([port], requests, connections=GATED, seconds=seconds / 3)
                rate = await load([port], requests, connections=GATED, seconds=seconds)
                found[name][side] = asdict(rate)
    return found
