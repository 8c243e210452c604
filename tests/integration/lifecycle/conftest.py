"""A fresh network on the real graph."""

from collections.abc import AsyncIterator

import pytest

from graph.connection import Graph, open_graph
from graph.migrate import migrate
from tests.factories import graph_settings, new_tenant
from tests.servers import GraphServer


@pytest.fixture
async def network(current_graph: GraphServer) -> AsyncIterator[Graph]:
    async with open_graph(graph_settings(current_graph)) as graph:
        await migrate(graph)
        yield await new_tenant(graph)
