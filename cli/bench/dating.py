"""`maillage bench dating`: does our reciprocal score foretell a mutual yes? On real decisions."""

import json
import sys
from time import perf_counter
from typing import Annotated, Any

import typer
from rich.table import Table

from cli.console import bar, console, say


def dating(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="The figures as one JSON line.")] = False,
) -> None:
    """Learn both sides of Columbia's speed dating, and foretell evenings that were left out."""
    # Loads SciPy and the engine, which few commands need.
    from benchmarks.speed_dating import MissingDataError, measure, read_dates, speed_dating_file

    started = perf_counter()
    try:
        dates = read_dates(speed_dating_file())
    except MissingDataError as error:
        say(str(error))
        raise typer.Exit(2) from error
    with bar("Learning from dates") as advance:
        found = measure(dates, advance) | {"seconds": round(perf_counter() - started, 1)}
    if as_json:
        sys.stdout.write(json.dumps(found) + "\n")
    else:
        _show(found)


def _show(found: dict[str, Any]) -> None:
    title = (
        f"AUC for a mutual yes: {found['dates']} dates, {found['waves']} evenings, each left out"
    )
    table = Table("score", *found["auc"], "published", title=title)
    for name, published in found["published"].items():
        ours = [f"{view[name]:.3f}" for view in found["auc"].values()]
        table.add_row(name.replace("_", " "), *ours, f"{published:.3f}")
    console.print(table)
    for name, is_met in found["gates"].items():
        say(f"{name}: {'met' if is_met else 'not met'}")
