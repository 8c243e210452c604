"""`maillage bench api`: the API beside its peer, and `maillage bench plans`: compiled plans."""

import asyncio
import json
from typing import Annotated

import typer

from cli.console import bar, say


def api(
    seconds: Annotated[float, typer.Option(help="How long each measurement takes")] = 3.0,
    connections: Annotated[str, typer.Option(help="How many at once, by commas")] = "1,8,32",
    *,
    peer: Annotated[bool, typer.Option(help="Also measure the peer (needs Node.js)")] = True,
    large: Annotated[
        bool, typer.Option(help="Also measure the service among 100,000 offers (10 minutes)")
    ] = True,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON line")] = False,
) -> None:
    """Serve the five operations beside @neo4j/graphql with Apollo, on one Neo4j, same answers."""
    # The servers' modules are heavy: only for this command.
    from benchmarks.api.report import report
    from benchmarks.api.table import table_of

    counts = _counts(connections)
    with bar("measurements") as advance:
        found = asyncio.run(
            report(
                seconds=seconds,
                connections=counts,
                has_peer=peer,
                has_large=large,
                progress=advance,
            )
        )
    if as_json:
        typer.echo(json.dumps(found))
    else:
        say(table_of(found))


def plans(
    documents: Annotated[int, typer.Option(help="How many random documents")] = 5_000,
    seed: Annotated[int, typer.Option(help="Seed of the documents")] = 0,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON line")] = False,
) -> None:
    """Compare compiled plans with graphql-core on random documents, byte for byte."""
    from api.plans import planned_executor
    from benchmarks.plans.differential import differences

    with bar("documents"):
        done = asyncio.run(differences(planned_executor(), documents=documents, seed=seed))
    found = {
        "documents": done.documents,
        "executions": done.executions,
        "with_errors": done.with_errors,
        "differences": len(done.found),
        "gates": {"no_difference": not done.found},
    }
    typer.echo(json.dumps(found)) if as_json else say("\n\n".join([json.dumps(found), *done.found]))


def _counts(text: str) -> tuple[int, ...]:
    try:
        found = tuple(int(each) for each in text.split(","))
    except ValueError as error:
        raise typer.BadParameter(f"{text!r}: write numbers, such as 1,8,32.") from error
    if min(found) < 1:
        raise typer.BadParameter(f"{text!r}: at least one connection is needed.")
    return found
