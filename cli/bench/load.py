"""`maillage bench load`: three times as many requests as one process can answer."""

import asyncio
import json
import os
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

import typer

from cli.console import say
from cli.demonstration import demo_tenant
from cli.local import graph_settings, local_servers, prepare_graph, secret_key
from cli.processes import api_process, free_url
from cli.sample_network import load_sample
from graph.connection import open_graph
from graph.models.vocabulary import Scope
from graph.repositories.tenants import ApiKeys

KEYS = 200  # each may spend 100 points a second


def load(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="The figures as one JSON line.")] = False,
) -> None:
    """Serve the sample network from a temporary folder, and ask too much of it."""
    found = asyncio.run(_measure())
    if as_json:
        sys.stdout.write(json.dumps(found) + "\n")
        return
    for name, value in found.items():
        if name != "gates":
            say(f"{name}: {value}")
    for name, is_met in found["gates"].items():
        say(f"{name}: {'met' if is_met else 'not met'}")


async def _measure() -> dict[str, Any]:
    # Loads the client, and what starts the servers.
    from benchmarks.load.client import Caller
    from benchmarks.load.measure import QUERY, measured

    with tempfile.TemporaryDirectory(prefix="maillage-load-") as folder:
        async with _service(Path(folder)) as (url, pid, keys):
            address = urlsplit(url)
            caller = Caller(address.hostname or "", address.port or 0, QUERY, keys)
            try:
                return await measured(caller, pid)
            finally:
                caller.close()


@asynccontextmanager
async def _service(home: Path) -> AsyncIterator[tuple[str, int, list[str]]]:
    """The API alone on the sample network: where it answers, its process id, and keys of it."""
    url = free_url(0)
    async with local_servers(home) as servers, open_graph(graph_settings(servers)) as root:
        os.environ.update(servers.environment() | {"MAILLAGE_SECRET_KEY": secret_key(home)})
        await prepare_graph(root)
        graph = root.for_tenant((await demo_tenant(root)).id)
        await load_sample(graph)
        made = [await ApiKeys(graph).create("load", [Scope.READ]) for _ in range(KEYS)]
        async with api_process(home, url) as pid:
            yield url, pid, [key.secret for key in made]
