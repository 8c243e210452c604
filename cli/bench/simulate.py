"""`maillage bench simulate`: the matcher beside its alternatives on simulated networks."""

import json
import os
import sys
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from cli.console import bar, console, say

if TYPE_CHECKING:
    from benchmarks.simulation.intervals import Estimate
    from benchmarks.simulation.study import Study


def simulate(
    *,
    needs: Annotated[int, typer.Option(min=1, help="Needs in a world.")] = 2000,
    mentors: Annotated[int, typer.Option(min=1, help="Mentors in a world.")] = 500,
    rounds: Annotated[int, typer.Option(min=1, help="Rounds of three weeks.")] = 4,
    seeds: Annotated[int, typer.Option(min=1, help="Worlds per truth.")] = 5,
    truth: Annotated[str, typer.Option(help="functional, latent or both.")] = "both",
    processes: Annotated[int, typer.Option(min=0, help="0: one per processor.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="The report as one JSON line.")] = False,
    as_markdown: Annotated[
        bool, typer.Option("--markdown", help="The report as tables of docs/simulation.md.")
    ] = False,
) -> None:
    """Play all strategies in simulated networks with known true utilities."""
    # SciPy and the engine take a second to load: not for `--help`.
    from benchmarks.simulation.gates import Thresholds
    from benchmarks.simulation.markdown import markdown
    from benchmarks.simulation.report import report
    from benchmarks.simulation.study import run_study
    from matching.engine.simulator.settings import Truth, WorldSettings

    if truth != "both" and truth not in {one.value for one in Truth}:
        raise typer.BadParameter("Say functional, latent or both.", param_hint="--truth")
    settings = WorldSettings(needs=needs, mentors=mentors, rounds=rounds)
    truths = list(Truth) if truth == "both" else [Truth(truth)]
    started = time.perf_counter()
    with bar("Simulating") as advance:
        study = run_study(
            settings,
            range(1, seeds + 1),
            truths,
            processes=processes or os.cpu_count() or 1,
            progress=advance,
        )
    found = report(study, Thresholds(), time.perf_counter() - started)
    if as_json:
        sys.stdout.write(json.dumps(found) + "\n")
    elif as_markdown:
        sys.stdout.write(markdown(found))
    else:
        _show(study, found["gates"])


def _show(study: "Study", gates: Mapping[str, bool]) -> None:
    from benchmarks.simulation.markdown import COLUMNS
    from benchmarks.simulation.report import leads_kept, table_of

    for truth, results in study.results.items():
        table = Table(title=f"{truth} truth: mean ± half of the 95 % interval", show_edge=False)
        table.add_column("strategy")
        for title, _ in COLUMNS.values():
            table.add_column(title, justify="right")
        for strategy, row in table_of(results).items():
            cells = (_cell(row[name], digits) for name, (_, digits) in COLUMNS.items())
            table.add_row(strategy, *cells)
        console.print(table)
    for strategy in ("auction", "auction_without_learning"):
        for name, kept in leads_kept(study, strategy).items():
            say(f"{strategy}: lead kept under the latent truth, {name}: {_cell(kept, 2)}")
    for name, is_met in gates.items():
        say(f"{'met   ' if is_met else 'missed'} {name}")


def _cell(one: "Estimate", digits: int) -> str:
    from benchmarks.simulation.markdown import cell

    return cell(one.mean, one.high, digits)
