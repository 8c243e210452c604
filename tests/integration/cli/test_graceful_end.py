"""`maillage serve` under load gets SIGTERM: every request that it took is answered."""

import asyncio
import os
import signal
import sys
from collections import Counter

import httpx

from graph.connection import open_graph
from graph.ids import new_id
from graph.local.ports import choose_port
from graph.migrate import migrate, pending_migrations
from graph.models.vocabulary import Scope
from graph.repositories.tenants import ApiKeys, Tenants
from tests.factories import graph_settings
from tests.servers import GraphServer

CALLERS = 8
START_LIMIT_S = 60
QUERY = {"query": "{ viewer { network { name } } parties(first: 50) { nodes { name } } }"}


async def new_secret(server: GraphServer) -> str:
    """A key of a new network."""
    async with open_graph(graph_settings(server)) as graph:
        if await pending_migrations(graph):
            await migrate(graph)
        tenant = await Tenants(graph).ensure(f"test-{new_id()}", "Réseau")
        return (await ApiKeys(graph.for_tenant(tenant.id)).create("test", [Scope.READ])).secret


async def until_alive(client: httpx.AsyncClient) -> None:
    """Waits until the service answers."""
    async with asyncio.timeout(START_LIMIT_S):
        while True:
            try:
                await client.get("/livez")
            except httpx.ConnectError:
                continue
            return


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
    secret, port = await new_secret(current_graph), choose_port()
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "cli.main", "serve", "--port", str(port)),
        env=os.environ
        | {
            "MAILLAGE_GRAPH_URI": current_graph.uri,
            "MAILLAGE_GRAPH_USER": current_graph.user,
            "MAILLAGE_GRAPH_PASSWORD": current_graph.password,
            "MAILLAGE_SECRET_KEY": "a secret of the tests",
            "MAILLAGE_API_DRAIN_S": "1",
        },
        stderr=asyncio.subprocess.DEVNULL,
    )
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
