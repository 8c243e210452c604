"""`maillage party`: all data of a party, given or deleted for good."""

import asyncio
import json
import sys
from typing import Annotated

import typer

from cli.console import say
from cli.networks import Network, network_graph
from graph.connection import Record
from graph.repositories.parties import Parties
from graph.repositories.people import People

ACTOR = "command line"
party = typer.Typer(help="Export or erase all data of a party.", no_args_is_help=True)
PartyId = Annotated[str, typer.Argument(help="Id of the party in the graph.")]


@party.command("export")
def export(party_id: PartyId, tenant: Network) -> None:
    """Print all that is known of a party, as JSON; the audit trail notes it."""

    async def work() -> Record:
        async with network_graph(tenant) as graph:
            return await People(graph).export(party_id, actor=ACTOR)

    json.dump(asyncio.run(work()), sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


@party.command("erase")
def erase(
    party_id: PartyId,
    tenant: Network,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before.")] = False,
) -> None:
    """Delete a party for good, with its needs, offers, matches, engagements and mails."""

    async def name() -> str:
        async with network_graph(tenant) as graph:
            return (await Parties(graph).get(party_id)).name

    async def work() -> int:
        async with network_graph(tenant) as graph:
            return len(await People(graph).erase(party_id, actor=ACTOR))

    if not yes:
        typer.confirm(f"Delete all data of {asyncio.run(name())} for good?", abort=True, err=True)
    say(
        f"{asyncio.run(work())} records are gone; the audit trail keeps what happened, without whom."
    )
