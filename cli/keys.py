"""`maillage keys`: who may use the API."""

import asyncio
import sys
from typing import Annotated

import typer
from rich.table import Table

from cli.console import console, say
from cli.local import connected
from graph.models.vocabulary import Scope
from graph.repositories.tenants import ApiKeys, Tenants

keys = typer.Typer(help="Make, list and revoke API keys.", no_args_is_help=True)
Network = Annotated[str, typer.Option("--tenant", help="Short name of the network.")]


@keys.command("create")
def create(
    name: Annotated[str, typer.Argument(help="What the key is for, for example 'our site'.")],
    tenant: Network,
    *,
    scope: Annotated[Scope, typer.Option(help="What the key may do.")] = Scope.READ,
    title: Annotated[str | None, typer.Option(help="Full name of a new network.")] = None,
) -> None:
    """Make a key, and its network where there is none of this name. The key is shown once."""

    async def work() -> str:
        async with connected() as graph:
            network = await Tenants(graph).ensure(tenant, title or tenant)
            made = await ApiKeys(graph.for_tenant(network.id)).create(name, [scope])
            return made.secret

    secret = asyncio.run(work())
    say("The key is shown only now; keep it where secrets are kept:")
    sys.stdout.write(f"{secret}\n")


@keys.command("list")
def list_keys(tenant: Network) -> None:
    """List the keys of a network."""
    table = Table()
    table.add_column("id", no_wrap=True)  # to be copied for `revoke`
    for title in ("name", "starts with", "scopes", "made", "revoked"):
        table.add_column(title, overflow="fold")

    async def work() -> None:
        async with connected() as graph:
            network = await Tenants(graph).get_by_slug(tenant)
            for key in await ApiKeys(graph.for_tenant(network.id)).all():
                revoked = f"{key.revoked_at:%Y-%m-%d %H:%M}" if key.revoked_at else ""
                scopes = " ".join(key.scopes)
                made = f"{key.created_at:%Y-%m-%d %H:%M}"
                table.add_row(key.id, key.name, key.hint + "…", scopes, made, revoked)

    asyncio.run(work())
    console.print(table)


@keys.command("revoke")
def revoke(
    key_id: Annotated[str, typer.Argument(help="Id of the key, as `keys list` shows it.")],
    tenant: Network,
) -> None:
    """Revoke a key; it is refused within five seconds."""

    async def work() -> None:
        async with connected() as graph:
            network = await Tenants(graph).get_by_slug(tenant)
            await ApiKeys(graph.for_tenant(network.id)).revoke(key_id)

    asyncio.run(work())
    say("The key is revoked.")
