"""`maillage migrate`: brings the graph to the schema of this version."""

import asyncio

from cli.console import say
from cli.local import connected
from graph.migrate import migrate as apply
from graph.repositories.reference import load_reference


def migrate() -> None:
    """Apply missing migrations and load the reference data. Safe to run twice."""
    asyncio.run(_migrate())


async def _migrate() -> None:
    async with connected() as graph:
        applied = await apply(graph)
        await load_reference(graph)
    names = ", ".join(f"{m.number:04d}_{m.name}" for m in applied)
    say(f"Applied: {names}." if applied else "The graph is up to date.")
