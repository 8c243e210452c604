"""`maillage match`: a whole run of the matcher, with its report."""

import asyncio
import json
import sys
from typing import Annotated, Any

import typer
from rich.table import Table

from cli.console import bar, console, say
from cli.networks import network_graph
from cli.replaying import replay_run
from graph.connection import Graph
from graph.lifecycle.proposing import propose
from graph.models.entities import Match, Run
from graph.repositories.matches import Matches
from graph.repositories.needs import Needs
from graph.repositories.offers import Offers
from graph.repositories.runs import Runs
from matching.embedding import EmbeddingSettings, open_embedder
from matching.service import MatchingService


def match(
    *,
    tenant: Annotated[str, typer.Option(help="Short name of the network.")] = "demo",
    seed: Annotated[int, typer.Option(help="The same seed and data give the same result.")] = 1,
    ask: Annotated[
        bool, typer.Option("--ask", help="Write the mails that ask the seekers.")
    ] = False,
    replay: Annotated[
        str | None, typer.Option(metavar="RUN", help="Do a finished run again, and compare.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The report as one JSON line.")] = False,
) -> None:
    """Match a whole network: embed what waits, allocate, store the suggestions.

    With --replay nothing is written: the same matches, or the inputs that changed since.
    """
    if replay is not None:
        asyncio.run(replay_run(tenant, replay, as_json=as_json))
        return
    asyncio.run(_match(tenant, seed, ask=ask, as_json=as_json))


async def _match(slug: str, seed: int, *, ask: bool, as_json: bool) -> None:
    async with network_graph(slug) as graph, open_embedder(EmbeddingSettings()) as embedder:
        service = MatchingService(graph, embedder)
        with bar("Embedding") as advance:
            await service.embed(advance)
        run = await match_all(graph, service, seed=seed)
        mails = await propose(graph, actor="command line") if ask else 0
        if as_json:
            sys.stdout.write(json.dumps(report(run, mails)) + "\n")
        else:
            await show(graph, run)


async def match_all(graph: Graph, service: MatchingService, *, seed: int) -> Run:
    """Asks for a run and does it at once, with a progress bar."""
    asked = await Runs(graph).create(seed=seed)
    with bar("Matching") as advance:
        # What is embedded here was saved a moment ago: too little for a bar.
        run = await service.execute_run(
            asked.id, lambda step, done, total: None if step == "embed" else advance(done, total)
        )
    if run is None:
        raise RuntimeError("another worker took the run: see `runs` in the API")
    return run


def report(run: Run, mails: int) -> dict[str, Any]:
    """The run's report as JSON values."""
    return {
        "run": run.id,
        "seed": run.seed,
        "model": run.model,
        "counts": run.counts,
        "value": run.value,
        "dual_bound": run.dual_bound,
        "gap": run.gap,
        "mails": mails,
    }


async def show(graph: Graph, run: Run, *, examples: int = 5) -> None:
    """Prints the report and the most probable matches with their reasons."""
    table = Table("figure", "value", title=f"Run {run.id}")
    for name, value in sorted(run.counts.items()):
        table.add_row(name.replace("_", " "), f"{value:,.4g}")
    table.add_row("certified gap to the best allocation", f"{run.gap or 0:.2%}")
    console.print(table)
    page = await Matches(graph).page(first=2_000)
    best = sorted(page.items, key=lambda match: (-match.probability, match.id))
    for found in distinct_needs(best)[:examples]:
        await _show_match(graph, found)


def distinct_needs(matches: list[Match]) -> list[Match]:
    """The first match of each need, in the given order."""
    first: dict[str, Match] = {}
    for found in matches:
        first.setdefault(found.need_id, found)
    return list(first.values())


async def _show_match(graph: Graph, found: Match) -> None:
    need = await Needs(graph).get(found.need_id)
    offer = await Offers(graph).get(found.offer_id)
    say(f"\n{found.kind} {found.probability:.2f}  {need.title}  →  {offer.title}")
    for reason in found.reasons:
        say(f"  + {reason[need.language]}")
    if found.reservation:
        say(f"  − {found.reservation[need.language]}")
