"""`maillage bench fuzz`: generated GraphQL cases against a served API."""

import asyncio
import json
from dataclasses import asdict
from typing import Annotated

import typer

from cli.console import bar, say


def fuzz(
    cases: Annotated[int, typer.Option(help="How many cases")] = 10_000,
    seed: Annotated[int, typer.Option(help="Seed of the cases")] = 0,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON line")] = False,
) -> None:
    """Send generated cases (schemathesis) to an API of its own: no failure, no leak."""
    from benchmarks.api.fuzzing import measure_fuzz

    with bar("cases"):
        done = asyncio.run(measure_fuzz(cases, seed=seed))
    found = asdict(done) | {"gates": {"no_failure": not done.failures, "no_leak": not done.leaks}}
    typer.echo(json.dumps(found)) if as_json else say(json.dumps(found, indent=2))
