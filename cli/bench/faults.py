"""`maillage bench faults`: whether a mail is lost or doubled when anything fails."""

import asyncio
import json
import sys
import tempfile
from pathlib import Path
from typing import Annotated, Any

import typer

from cli.console import bar, say

RESTARTS = 66
"""One restart of Neo4j in so many faults: each takes ten seconds."""


def faults(
    *,
    count: Annotated[int, typer.Option(min=1, help="How many faults.")] = 200,
    seed: Annotated[int, typer.Option(help="Draws the plan: the same seed, the same faults.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="The figures as one JSON line.")] = False,
) -> None:
    """Kill workers, servers and connections while mails are delivered, and count the mails."""
    found = asyncio.run(_measure(count, seed))
    strange = found.pop("unexplained")
    if as_json:
        sys.stdout.write(json.dumps(found) + "\n")
    else:
        for name, value in found.items():
            say(f"{name}: {value}")
    for line in strange:
        say(f"In doubt without a reason: {line}")
    if found["lost"] or found["doubled"] or strange:
        raise typer.Exit(1)


async def _measure(count: int, seed: int) -> dict[str, Any]:
    # Loads what starts the servers.
    from benchmarks.faults.campaign import run
    from benchmarks.faults.plan import drawn
    from benchmarks.faults.servers import mortal_graph

    plan = drawn(seed, count, restarts=-(-count // RESTARTS))
    with tempfile.TemporaryDirectory(prefix="maillage-faults-") as folder:
        home = Path(folder)
        async with mortal_graph(home / "graph") as (settings, server):
            with bar("Faults") as advance:
                return await run(
                    plan, settings, home / "queue", graph_server=server, advance=advance
                )
