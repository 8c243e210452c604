"""`maillage bench hostile`: what it costs to refuse requests that no honest caller sends."""

import asyncio
import json
import logging
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from cli.console import bar, console, say
from cli.telemetry import configure_logs

if TYPE_CHECKING:
    from benchmarks.hostile.measure import Refusal


def hostile(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="The figures as one JSON line.")] = False,
) -> None:
    """Send the hostile requests of tests/hostile to the API, and time their refusals."""
    # Loads the whole schema.
    from benchmarks.hostile.measure import report

    try:
        from tests.hostile.documents import HOSTILE
    except ImportError as error:
        say("The hostile requests are in tests/hostile: run this in a checkout of the sources.")
        raise typer.Exit(2) from error
    configure_logs(logging.WARNING)  # a line a request would be measured, too
    found = asyncio.run(_measure(HOSTILE))
    figures = report(found)
    if as_json:
        sys.stdout.write(json.dumps(figures) + "\n")
        return
    table = Table("request", "code", "ms", title="Processor time of each refusal")
    for refusal in sorted(found, key=lambda each: -each.cpu_ms):
        table.add_row(refusal.name, refusal.code or "[red]let through[/]", f"{refusal.cpu_ms:.1f}")
    console.print(table)
    for name, is_met in figures["gates"].items():
        say(f"{name}: {'met' if is_met else 'not met'}")


async def _measure(requests: list[Any]) -> list["Refusal"]:
    from benchmarks.hostile.measure import measured
    from benchmarks.hostile.service import service

    async with service() as app:
        with bar("Refusing") as advance:
            return await measured(app, requests, advance)
