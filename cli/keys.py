"""`maillage keys`: who may use the API."""

import asyncio
import sys
from datetime import datetime, timedelta
from typing import Annotated

import typer

from cli.console import say
from cli.local import connected
from cli.networks import Network, network_graph
from graph.connection import Graph, utc_now
from graph.models.entities import ApiKey
from graph.models.vocabulary import DocumentMode, Scope
from graph.repositories.tenants import OVERLAP, ApiKeys, Tenants

keys = typer.Typer(help="Make, list and revoke API keys.", no_args_is_help=True)
KeyId = Annotated[str, typer.Argument(help="Id of the key, as `keys list` shows it.")]
Days = Annotated[
    float | None,
    typer.Option(min=0, help="How many days it is good for; without it, until it is revoked."),
]


@keys.command("create")
def create(
    name: Annotated[str, typer.Argument(help="What the key is for, for example 'our site'.")],
    tenant: Network,
    *,
    scope: Annotated[Scope, typer.Option(help="What the key may do.")] = Scope.READ,
    title: Annotated[str | None, typer.Option(help="Full name of a new network.")] = None,
    days: Days = None,
    documents: Annotated[
        DocumentMode, typer.Option(help="Which GraphQL documents the key may run.")
    ] = DocumentMode.OPEN,
) -> None:
    """Make a key, and its network where there is none of this name. The key is shown once."""

    async def work() -> str:
        async with connected() as graph:
            network = await Tenants(graph).ensure(tenant, title or tenant, has_quiet_hours=True)
            until = last_moment(graph, days)
            made = await ApiKeys(graph.for_tenant(network.id)).create(
                name, [scope], expires_at=until, documents=documents
            )
            return made.secret

    show(asyncio.run(work()))


@keys.command("rotate")
def rotate(
    key_id: KeyId,
    tenant: Network,
    *,
    overlap_days: Annotated[
        float, typer.Option(min=0, help="How long the old key goes on beside the new one.")
    ] = OVERLAP.days,
    days: Days = None,
) -> None:
    """Make a key in place of another, which ends after the overlap. The key is shown once."""

    async def work() -> str:
        async with network_graph(tenant) as graph:
            made = await ApiKeys(graph).replace(
                key_id,
                expires_at=last_moment(graph, days),
                overlap=timedelta(days=overlap_days),
            )
            return made.secret

    show(asyncio.run(work()))


@keys.command("permissions")
def permissions() -> None:
    """Print who may call which operation, as docs/api/permissions.md has it."""
    from api.permissions.page import page  # the schema takes a while to build

    sys.stdout.write(page())


@keys.command("list")
def list_keys(tenant: Network) -> None:
    """List the keys of a network."""

    async def work() -> list[ApiKey]:
        async with network_graph(tenant) as graph:
            return await ApiKeys(graph).all()

    found = asyncio.run(work())
    for key in found:
        state = state_of(key)
        made = f"{key.created_at:%Y-%m-%d}"
        parts = (key.id, f"{key.hint}…", " ".join(key.scopes), made, state, key.name)
        sys.stdout.write("  ".join(parts) + "\n")
    if not found:
        say("This network has no key: make one with `maillage keys create`.")


@keys.command("revoke")
def revoke(
    key_id: KeyId,
    tenant: Network,
) -> None:
    """Revoke a key; it is refused within five seconds."""

    async def work() -> None:
        async with network_graph(tenant) as graph:
            await ApiKeys(graph).revoke(key_id)

    asyncio.run(work())
    say("The key is revoked.")


def last_moment(graph: Graph, days: float | None) -> datetime | None:
    """When a key that is good for so many days ends."""
    return None if days is None else graph.clock() + timedelta(days=days)


def show(secret: str) -> None:
    """Shows a new key, which nothing can show again."""
    say("The key is shown only now; keep it where secrets are kept:")
    sys.stdout.write(f"{secret}\n")


def state_of(key: ApiKey) -> str:
    """Whether a key opens anything, and until when."""
    if key.revoked_at:
        return f"revoked {key.revoked_at:%Y-%m-%d}"
    if key.expires_at is None:
        return "live"
    word = "live until" if key.is_live(utc_now()) else "expired"
    return f"{word} {key.expires_at:%Y-%m-%d}"
