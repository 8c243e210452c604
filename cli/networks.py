"""Commands that work on one network."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

import typer

from cli.local import connected
from graph.connection import Graph
from graph.repositories.tenants import Tenants

Network = Annotated[str, typer.Option("--tenant", help="Short name of the network.")]


@asynccontextmanager
async def network_graph(slug: str) -> AsyncIterator[Graph]:
    """The graph that a command works on, bound to a network. Raises NotFoundError."""
    async with connected() as root:
        network = await Tenants(root).get_by_slug(slug)
        yield root.for_tenant(network.id)
