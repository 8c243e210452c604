"""Commands as a person or a script calls them, on a real Neo4j."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from typer.testing import CliRunner, Result

from cli.main import app
from graph.connection import Graph, open_graph
from graph.ids import new_id
from graph.migrate import migrate, pending_migrations
from graph.repositories.tenants import Tenants
from tests.factories import graph_settings
from tests.servers import GraphServer

Maillage = Callable[..., Awaitable[Result]]


@pytest.fixture
async def root(current_graph: GraphServer) -> AsyncIterator[Graph]:
    """The graph beside the commands, to look at what they did."""
    async with open_graph(graph_settings(current_graph)) as opened:
        if await pending_migrations(opened):
            await migrate(opened)
        yield opened


@pytest.fixture
async def network(root: Graph) -> Graph:
    """A network of its own."""
    tenant = await Tenants(root).ensure(f"test-{new_id()}", "Réseau d'essai")
    return root.for_tenant(tenant.id)


@pytest.fixture
async def slug(root: Graph, network: Graph) -> str:
    """Its short name."""
    return (await Tenants(root).get(network.tenant_id or "")).slug


@pytest.fixture
def maillage(current_graph: GraphServer) -> Maillage:
    """Calls a command with these words."""
    environment = {
        "MAILLAGE_GRAPH_URI": current_graph.uri,
        "MAILLAGE_GRAPH_USER": current_graph.user,
        "MAILLAGE_GRAPH_PASSWORD": current_graph.password,
    }

    async def call(*words: str) -> Result:
        return await asyncio.to_thread(CliRunner().invoke, app, words, env=environment)

    return call


def done(result: Result) -> Result:
    """The same, of a command that must have worked."""
    assert result.exit_code == 0, (result.output, result.exception)
    return result


def flat(result: Result) -> str:
    """What was said to the person, without frames and line ends."""
    return " ".join(result.stderr.replace("│", " ").split())
