"""`maillage serve` in a process of its own, and a network with a key to call it with."""

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, Process

import httpx

from graph.connection import Graph
from graph.ids import new_id
from graph.migrate import migrate, pending_migrations
from graph.models.vocabulary import Scope
from graph.repositories.tenants import ApiKeys, Tenants
from tests.servers import GraphServer

START_LIMIT_S = 60


async def new_network(root: Graph, scope: Scope) -> tuple[Graph, str]:
    """A network of its own, and the secret of a key of it."""
    if await pending_migrations(root):
        await migrate(root)
    tenant = await Tenants(root).ensure(f"test-{new_id()}", "Réseau")
    graph = root.for_tenant(tenant.id)
    return graph, (await ApiKeys(graph).create("test", [scope])).secret


async def start(server: GraphServer, port: int, **settings: str) -> Process:
    """Starts the command; `settings` are further variables of its environment."""
    environment = {
        "MAILLAGE_GRAPH_URI": server.uri,
        "MAILLAGE_GRAPH_USER": server.user,
        "MAILLAGE_GRAPH_PASSWORD": server.password,
        "MAILLAGE_SECRET_KEY": "a secret of the tests",
    }
    command = (sys.executable, "-m", "cli.main", "serve", "--port", str(port))
    return await asyncio.create_subprocess_exec(
        *command, env=os.environ | environment | settings, stderr=DEVNULL
    )


async def until_alive(client: httpx.AsyncClient) -> None:
    """Waits until the service answers."""
    async with asyncio.timeout(START_LIMIT_S):
        while True:
            try:
                await client.get("/livez")
            except httpx.ConnectError:
                await asyncio.sleep(0.02)
                continue
            return
