"""`maillage serve` under load gets SIGTERM: every request that it took is answered."""

import asyncio
import signal
from collections import Counter

import httpx

from graph.connection import open_graph
from graph.local.ports import choose_port
from graph.models.vocabulary import Scope
from tests.factories import graph_settings
from tests.integration.cli.service import new_network, start, until_alive
from tests.servers import GraphServer

CALLERS = 8
QUERY = {"query": "{ viewer { network { name } } parties(first: 50) { nodes { name } } }"}


async def call(
    url: str, headers: dict[str, str], found: Counter[str], enough: asyncio.Event
) -> None:
    """Asks over connections that are kept, until no new one is taken."""
    async with httpx.AsyncClient(base_url=url, headers=headers, timeout=20) as client:
        while True:
            try:
                response = await client.post("/graphql", json=QUERY)
            except httpx.ConnectError:
                return  # not taken, hence not lost
            except httpx.HTTPError as error:
                found[type(error).__name__] += 1
                return
            found[str(response.status_code)] += 1
            if found.total() >= CALLERS * 5:
                enough.set()


async def test_every_request_that_was_taken_is_answered(current_graph: GraphServer) -> None:
    async with open_graph(graph_settings(current_graph)) as root:
        _, secret = await new_network(root, Scope.READ)
    port = choose_port()
    child = await start(current_graph, port, MAILLAGE_API_DRAIN_S="1")
    url, found, enough = f"http://127.0.0.1:{port}", Counter[str](), asyncio.Event()
    headers = {"authorization": f"Bearer {secret}"}
    try:
        async with httpx.AsyncClient(base_url=url) as client:
            await until_alive(client)
            callers = [
                asyncio.create_task(call(url, headers, found, enough)) for _ in range(CALLERS)
            ]
            await enough.wait()
            child.terminate()
            before = found.total()
            await asyncio.gather(*callers)
        ended = await child.wait()
    finally:
        if child.returncode is None:
            child.kill()
    assert ended in (0, -signal.SIGTERM)
    assert set(found) == {"200"}
    assert found.total() > before
