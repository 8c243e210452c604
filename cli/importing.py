"""`maillage import`: a file of parties, needs, offers or links into a network."""

import asyncio
import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as ProgressBars
from rich.table import Table

from cli.console import console, say
from cli.local import connected
from graph.connection import Graph
from graph.errors import NotFoundError
from graph.imports import (
    ImportFailedError,
    ImportPlan,
    ImportReport,
    Mapping,
    PlanRow,
    Progress,
    Source,
    Status,
    apply_import,
    check_columns,
    load_mapping,
    prepare_import,
    read_file,
)
from graph.repositories.tenants import Tenants

MOST_SHOWN = 100
NOWHERE = "-"  # no tenant has this id


def import_command(
    file: Annotated[Path, typer.Argument(help="CSV, JSON or JSON lines; may be gzipped.")],
    *,
    mapping: Annotated[
        str, typer.Option("--mapping", "-m", help="Mapping file, or 'canonical' for our own names.")
    ],
    tenant: Annotated[str, typer.Option(help="Short name of the network.")] = "demo",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would happen to each row; write nothing.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON line for each row, then a summary.")
    ] = False,
) -> None:
    """Import a file. Importing it again changes nothing; a refused row does not stop the rest.

    Ends with 0 also where rows are refused (they are listed), with 1 where nothing can be read.
    """
    try:
        rules = load_mapping(mapping)
        source = read_file(str(file), rules.file)
        check_columns(source.records, rules)
    except ImportFailedError as error:
        console.print(f"maillage: {error}", style="red", markup=False)
        raise typer.Exit(1) from error
    asyncio.run(_import(file.name, source, rules, tenant, dry_run=dry_run, as_json=as_json))


async def _import(
    name: str, source: Source, rules: Mapping, slug: str, *, dry_run: bool, as_json: bool
) -> None:
    started = time.perf_counter()
    async with connected() as root:
        graph = await _network(root, slug, dry_run=dry_run)
        plan = await prepare_import(graph, source.records, rules)
        report = None
        if not dry_run:
            with _bars() as progress:
                report = await apply_import(
                    graph, plan, progress=progress, actor="command line", cause=rules.source or name
                )
    seconds = round(time.perf_counter() - started, 2)
    if as_json:
        _print_json(plan, report, {"file": name, "network": slug, "seconds": seconds})
    else:
        _show(plan, report, seconds)


async def _network(root: Graph, slug: str, *, dry_run: bool) -> Graph:
    """The network's graph; a dry run for a network that is not there yet makes none."""
    try:
        network = await Tenants(root).get_by_slug(slug)
    except NotFoundError:
        if dry_run:
            return root.for_tenant(NOWHERE)
        network = await Tenants(root).ensure(slug, slug, has_quiet_hours=True)
        say(f"The network {slug} is new.")
    return root.for_tenant(network.id)


@contextmanager
def _bars() -> Iterator[Progress]:
    """One progress bar for each step that has something to write."""
    columns = (TextColumn("{task.description:<10}"), BarColumn(), MofNCompleteColumn())
    with ProgressBars(*columns, TimeElapsedColumn(), console=console) as bars:
        tasks: dict[str, Any] = {}

        def advance(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bars.add_task(step, total=total)
            bars.update(tasks[step], completed=done)

        yield advance


def _print_json(plan: ImportPlan, report: ImportReport | None, summary: dict[str, Any]) -> None:
    """Rows as JSON lines on standard output, and one last line with the key `summary`."""
    for row in plan.rows:
        sys.stdout.write(json.dumps(row.as_json(), ensure_ascii=False) + "\n")
    written = report.as_json() if report else None
    summary |= {"dry_run": report is None, "rows": plan.counts, "written": written}
    sys.stdout.write(json.dumps({"summary": summary}, ensure_ascii=False) + "\n")


def _show(plan: ImportPlan, report: ImportReport | None, seconds: float) -> None:
    """All rows of a dry run; of an import those that a person should look at."""
    rows = [row for row in plan.rows if report is None or _is_notable(row)]
    shown = rows if report is None else rows[:MOST_SHOWN]
    if shown:
        console.print(_table(shown))
    if len(rows) > len(shown):
        say(f"… and {len(rows) - len(shown)} more such rows: `--json` lists every row.")
    counts = ", ".join(
        f"{n} {name.lower().replace('_', ' ')}" for name, n in plan.counts.items() if n
    )
    say(f"{len(plan.rows)} rows: {counts} ({seconds} s).")
    if report is None:
        say("This was a dry run: nothing is written.")
    else:
        _show_report(report)


def _show_report(report: ImportReport) -> None:
    figures = {k: v for k, v in report.as_json().items() if isinstance(v, int) and v}
    told = ", ".join(f"{name.replace('_', ' ')}: {number}" for name, number in figures.items())
    say(f"Written: {told or 'nothing, the network holds all of it already'}.")
    for name in report.failed:
        say(
            f"Not written, another writer took its SIRET or key meanwhile: {escape(name)}. Import again."
        )


def _is_notable(row: PlanRow) -> bool:
    if row.status is Status.LEFT_OUT:
        return False
    return row.status is Status.REFUSED or bool(row.problems or row.same_as)


def _table(rows: list[PlanRow]) -> Table:
    table = Table("row", "status", "name", "what")
    for row in rows:
        parts = [f"same as {row.same_as} by {row.rule}"] if row.same_as and row.rule else []
        held = ((row.needs, "need"), (row.offers, "offer"))
        parts += [f"{n} {word}{'s' if n > 1 else ''}" for n, word in held if n]
        parts += [f"changes {', '.join(row.changes)}"] if row.changes else []
        parts += [f"not taken over: {', '.join(row.ignored)}"] if row.ignored else []
        parts += [f"{p.severity}: {p.column} {p.message}" for p in row.problems]
        table.add_row(row.where, row.status.value, escape(row.name), escape("\n".join(parts)))
    return table
