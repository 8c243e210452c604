"""`maillage bench quality`: how well the retrieval component finds, on any set in BEIR layout."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from cli.console import bar, console
from matching.embedding import EmbeddingSettings, open_embedder


def quality(
    *,
    beir: Annotated[
        Path,
        typer.Option(
            help="A folder with corpus.jsonl, queries.jsonl and qrels/test.tsv.",
            exists=True,
            file_okay=False,
        ),
    ],
    phrases: Annotated[
        bool,
        typer.Option(
            "--phrases",
            help="Rank each query as a phrase typed into search, knowing none of the others; "
            "by default the queries are taken for the needs of a network.",
        ),
    ] = False,
    cache: Annotated[
        Path | None, typer.Option(help="A file that keeps vectors from one run to the next.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON line.")] = False,
) -> None:
    """Rank a set by words, by vectors and by both: MRR, nDCG, hits and recall with intervals."""
    from benchmarks.quality.beir import BeirError

    try:
        found = asyncio.run(_measure(beir, cache, are_needs=not phrases))
    except BeirError as error:
        console.print(f"maillage: {error}", style="red", markup=False)
        raise typer.Exit(1) from error
    if as_json:
        sys.stdout.write(json.dumps(found) + "\n")
    else:
        console.print(table(found))


async def _measure(folder: Path, cache: Path | None, *, are_needs: bool) -> dict[str, Any]:
    from benchmarks.quality.cache import CachedEmbedder
    from benchmarks.quality.report import measure

    async with open_embedder(EmbeddingSettings()) as embedder:
        with bar("Embedding") as advance:
            used = CachedEmbedder(embedder, cache) if cache else embedder
            return await measure(folder, used, are_needs=are_needs, advance=advance)


def table(found: dict[str, Any]) -> Table:
    """The figures of one set, a row for each way of ranking."""
    title = f"{found['set']}: {found['queries']} queries, {found['documents']} documents"
    measures = [name for name in found["hybrid"] if name != "intervals"]
    made = Table("", *measures, title=title)
    for way in ("words", "vectors", "hybrid"):
        spans = found[way]["intervals"]
        made.add_row(
            way,
            *(f"{found[way][m]:.3f} [{spans[m][0]:.3f}, {spans[m][1]:.3f}]" for m in measures),
        )
    made.add_row("hybrid − better", *(f"{found['difference'][m]['value']:+.3f}" for m in measures))
    return made
