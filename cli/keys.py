"""`maillage keys`: who may use the API."""

import asyncio
import sys
from typing import Annotated

import typer

from cli.console import say
from cli.local import connected
from graph.models.entities import ApiKey
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

    async def work() -> list[ApiKey]:
        async with connected() as graph:
            network = await Tenants(graph).get_by_slug(tenant)
            return await ApiKeys(graph.for_tenant(network.id)).all()

    found = asyncio.run(work())
    for key in found:
        state = f"revoked {key.revoked_at:%Y-%m-%d}" if key.revoked_at else "live"
        made = f"{key.created_at:%Y-%m-%d}"
        parts = (key.id, f"{key.hint}…", " ".join(key.scopes), made, state, key.name)
        sys.stdout.write("  ".join(parts) + "\n")
    if not found:
        say("This network has no key: make one with `maillage keys create`.")


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
