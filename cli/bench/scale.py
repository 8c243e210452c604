"""`maillage bench scale`: seconds and memory of the matcher as its market grows."""

import asyncio
import json
from typing import Annotated, Any

import typer

from cli.console import bar, say


def scale(
    sizes: Annotated[
        str, typer.Option(help="Needs x offers, separated by commas")
    ] = "10000x2000,30000x5000,85000x15000",
    seed: Annotated[int, typer.Option(help="Seed of the made-up markets")] = 0,
    *,
    search: Annotated[
        bool, typer.Option(help="Also search among 100,000 offers by the retrieval component")
    ] = True,
    embedding: Annotated[
        bool, typer.Option(help="Also embed the sample network through a graph of its own")
    ] = True,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON line")] = False,
) -> None:
    """Time candidates, features and auction beside the raw matrix product of the same shapes."""
    # numpy and the engine take a second to import: only for this command.
    from benchmarks.scale.report import exponents, gates_of, measure_sizes
    from benchmarks.scale.table import table_of

    with bar("sizes") as advance:
        measured = measure_sizes(_sizes(sizes), seed=seed, progress=advance)
    growth = exponents(measured)
    found: dict[str, Any] = {
        "sizes": measured,
        "exponents": growth,
        "gates": gates_of(measured, growth["all_in"]),
    }
    if search:
        from benchmarks.scale.search import MOST_P95_MS, measure_search

        with bar("search"):
            found["search"] = measure_search()
        found["gates"]["search_p95_within_40_ms"] = found["search"]["p95_ms"] <= MOST_P95_MS
    if embedding:
        from benchmarks.scale.embedding import LEAST_SHARE, measure_embedding

        with bar("embedding"):
            found["embedding"] = asyncio.run(measure_embedding())
        share = found["embedding"]["share_of_raw"]
        found["gates"]["embedding_at_least_nine_tenths_of_raw"] = share >= LEAST_SHARE
        found["gates"]["nothing_encoded_twice"] = found["embedding"]["encoded_twice"] == 0
    if as_json:
        typer.echo(json.dumps(found))
    else:
        say(table_of(found))


def _sizes(text: str) -> list[tuple[int, int]]:
    try:
        found = []
        for one in text.split(","):
            needs, offers = one.lower().split("x")
            found.append((int(needs), int(offers)))
    except ValueError as error:
        raise typer.BadParameter(
            f"{text!r} is no list of sizes. Write needs x offers, such as 10000x2000,30000x5000."
        ) from error
    if min(min(size) for size in found) < 1:
        raise typer.BadParameter(f"{text!r}: a size needs one need and one offer at least.")
    return found
