"""`maillage bench load`: three times as many requests as one process can answer."""

import asyncio
import json
import sys
import tempfile
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

import typer

from cli.console import say

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
    # Starts the whole service: loads everything there is.
    from benchmarks.load.client import Caller
    from benchmarks.load.measure import QUERY, measured
    from cli.demonstration import Stopwatch
    from cli.dev import running
    from graph.models.vocabulary import Scope
    from graph.repositories.tenants import ApiKeys

    with tempfile.TemporaryDirectory(prefix="maillage-load-") as folder:
        async with running(Path(folder), 0, Stopwatch()) as stage:
            made = [await ApiKeys(stage.graph).create("load", [Scope.READ]) for _ in range(KEYS)]
            address = urlsplit(stage.processes.url)
            keys = [key.secret for key in made]
            caller = Caller(address.hostname or "", address.port or 0, QUERY, keys)
            try:
                return await measured(caller, stage.processes.pids["api"])
            finally:
                caller.close()
