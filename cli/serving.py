"""`maillage serve`: the process that answers."""

import asyncio
from typing import Annotated

import typer

from api.app import create_app
from api.collector import spare_what_is_loaded
from api.http.draining import server_of
from api.settings import ApiSettings
from graph.connection import open_graph
from graph.migrate import refuse_if_behind
from graph.settings import GraphSettings, ServiceSettings

NOT_STARTED = 3


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
) -> None:
    """Serve the GraphQL API and the answer pages (settings: MAILLAGE_API_…)."""
    given = {"host": host, "port": port}
    settings = ApiSettings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]  # pydantic checks the values
    refuse_if_incomplete()
    server = server_of(
        create_app(settings=settings), settings.host, settings.port, drain_s=settings.drain_s
    )
    spare_what_is_loaded()
    server.run()
    if not server.started:
        raise typer.Exit(NOT_STARTED)


def refuse_if_incomplete() -> None:
    """Tells what is missing in one sentence; the server would tell it in its own traceback.

    Raises:
        ValidationError: no secret key is set.
        GraphError: no graph is named, or it does not answer.
    """
    ServiceSettings()
    asyncio.run(_connect(GraphSettings()))


async def _connect(settings: GraphSettings) -> None:
    async with open_graph(settings) as graph:
        await refuse_if_behind(graph)
