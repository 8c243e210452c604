"""`maillage documents`: the GraphQL documents that a network's callers may run."""

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import orjson
import typer

from cli.console import say
from cli.networks import Network, network_graph
from graph.repositories.documents import TrustedDocument, TrustedDocuments

documents = typer.Typer(help="Upload, list and remove trusted documents.", no_args_is_help=True)


@documents.command("upload")
def upload(
    manifest: Annotated[
        Path,
        typer.Argument(help="Manifest of Apollo's or Relay's tools.", exists=True, dir_okay=False),
    ],
    tenant: Network,
    *,
    json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    """Trust the documents of a manifest: all of them, or none where one is not valid."""
    from api.documents.manifest import ManifestError, read_manifest, refuse_invalid
    from api.schema import schema  # it takes a while to build

    try:
        given = read_manifest(manifest.read_bytes())
        refuse_invalid(given, schema._schema)  # noqa: SLF001  # the one under Strawberry's
    except ManifestError as error:
        for mistake in error.mistakes:
            say(mistake)
        say("Nothing was uploaded.")
        raise typer.Exit(1) from error

    async def work() -> int:
        async with network_graph(tenant) as graph:
            return await TrustedDocuments(graph).add(given)

    added = asyncio.run(work())
    if json:
        told = {"documents": len(given), "added": added}
        sys.stdout.write(f"{orjson.dumps(told).decode()}\n")
    say(f"{len(given)} documents are trusted, {added} of them newly.")


@documents.command("list")
def list_documents(tenant: Network) -> None:
    """List the trusted documents of a network."""

    async def work() -> list[TrustedDocument]:
        async with network_graph(tenant) as graph:
            return await TrustedDocuments(graph).all()

    found = asyncio.run(work())
    for each in found:
        sys.stdout.write(f"{each.document_id}  {each.created_at:%Y-%m-%d}  {each.name}\n")
    if not found:
        say("This network has uploaded no document: see `maillage documents upload`.")


@documents.command("remove")
def remove(
    ids: Annotated[list[str], typer.Argument(help="Ids, as `documents list` shows them.")],
    tenant: Network,
) -> None:
    """Trust documents no more; within a minute they are not run."""

    async def work() -> list[str]:
        async with network_graph(tenant) as graph:
            return await TrustedDocuments(graph).remove(ids)

    removed = asyncio.run(work())
    say(f"{len(removed)} of {len(ids)} documents are trusted no more.")
