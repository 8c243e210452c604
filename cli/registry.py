"""`maillage import-registry`: companies by SIRET, for all networks."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from cli.console import console, say
from cli.local import connected
from graph.imports.records import ImportFailedError
from graph.imports.registry import RegistryFile
from graph.repositories.registry import Registry


def import_registry(
    file: Annotated[
        Path,
        typer.Argument(help="The SIRENE file of establishments as CSV; may be gzipped."),
    ],
) -> None:
    """Import a company registry, so that `companyBySiret` answers. Safe to run twice."""
    source = RegistryFile(file)
    try:
        written = asyncio.run(_import(source))
    except ImportFailedError as error:
        console.print(f"maillage: {error}", style="red", markup=False)
        raise typer.Exit(1) from error
    for refusal in source.refused:
        say(refusal)
    say(
        f"{written} establishments are in the registry; {source.n_refused} lines were refused, "
        f"{source.without_name} left out because they tell no name."
    )


async def _import(source: RegistryFile) -> int:
    async with connected() as graph:
        with console.status("Reading the registry") as status:
            return await Registry(graph).save_all(
                source, lambda written: status.update(f"{written} establishments")
            )
