"""Fixtures that all tests may use. Servers start at their first use and live to the end."""

from collections.abc import AsyncIterator, Iterator

import pytest
from hypothesis import settings

from api.collector import spare_what_is_loaded
from graph.connection import Graph, open_graph
from graph.migrate import migrate
from graph.repositories.reference import load_reference
from tests.factories import graph_settings, new_tenant
from tests.servers import LINES, GraphServer, graph_of_line, new_valkey
from tests.telling import listen, secrets_in, told
from workers.local import LocalQueue


def pytest_configure() -> None:
    """Records logs and traces of the whole suite; no property depends on how fast the machine is."""
    listen()
    settings.register_profile("untimed", deadline=None)
    settings.load_profile("untimed")


def pytest_collection_finish() -> None:
    """Has no collection go through thousands of tests, which stay to the end."""
    spare_what_is_loaded()


@pytest.fixture(autouse=True)
def no_secret_is_told() -> Iterator[None]:
    """Fails a test in which a key, a token or an address reached logs or traces."""
    told.clear()
    yield
    assert secrets_in(told) == []


@pytest.fixture(scope="session", params=LINES)
def graph_server(request: pytest.FixtureRequest) -> GraphServer:
    """A Neo4j of each line in turn: for what must hold on both."""
    server: GraphServer = request.getfixturevalue(f"{request.param}_graph")
    return server


@pytest.fixture(scope="session")
async def current_graph() -> AsyncIterator[GraphServer]:
    """A Neo4j of the current line: for everything else."""
    async with graph_of_line("current") as server:
        yield server


@pytest.fixture(scope="session")
async def lts_graph() -> AsyncIterator[GraphServer]:
    """A Neo4j of the long-term line."""
    async with graph_of_line("lts") as server:
        yield server


@pytest.fixture(scope="session")
async def migrated_graph(graph_server: GraphServer) -> AsyncIterator[Graph]:
    """A Neo4j of each line in turn, with the schema and the reference data."""
    async with open_graph(graph_settings(graph_server)) as graph:
        await migrate(graph)
        await load_reference(graph)
        yield graph


@pytest.fixture
async def tenant(migrated_graph: Graph) -> Graph:
    """A tenant of its own, on each line in turn."""
    return await new_tenant(migrated_graph)


@pytest.fixture(scope="session")
async def valkey() -> AsyncIterator[LocalQueue]:
    """A Valkey for queues of any name."""
    async with new_valkey() as server:
        yield server
