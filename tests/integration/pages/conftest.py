"""The pages over a real Neo4j, called through their ASGI interface."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette

from graph.connection import Graph, open_graph
from graph.migrate import migrate
from tests.factories import graph_settings
from tests.integration.pages.scene import Scene, Served, app_of, new_scene
from tests.servers import GraphServer

MakeScene = Callable[..., Awaitable[Scene]]


@pytest.fixture(scope="session")
async def graph(current_graph: GraphServer) -> AsyncIterator[Graph]:
    """The migrated graph."""
    async with open_graph(graph_settings(current_graph)) as opened:
        await migrate(opened)
        yield opened


@pytest.fixture
def context(graph: Graph, tmp_path: Path) -> Served:
    """What the pages are served with."""
    return Served(graph, outbox_dir=tmp_path / "outbox")


@pytest.fixture
def app(context: Served) -> Starlette:
    """As in production."""
    return app_of(context)


@pytest.fixture
async def make_scene(context: Served, app: Starlette) -> AsyncIterator[MakeScene]:
    """Makes proposals, each in a tenant of its own."""
    async with AsyncExitStack() as stack:

        async def make(**changes: Any) -> Scene:
            scene = await new_scene(context, app, **changes)
            await stack.enter_async_context(scene.client)
            return scene

        yield make


@pytest.fixture
async def scene(make_scene: MakeScene) -> Scene:
    """A French seeker who is asked about a mentor."""
    return await make_scene()
