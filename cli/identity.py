"""`maillage identity`: how a network shows itself in its mails."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from cli.console import say
from cli.networks import Network, network_graph
from graph.repositories.identities import (
    MOST_LOGO_BYTES,
    MailIdentities,
    MailIdentity,
    picture_type,
)
from graph.repositories.tenants import Tenants
from workers.mail.contrast import legible

identity = typer.Typer(help="How a network shows itself in its mails.", no_args_is_help=True)


@identity.command("set")
def set_identity(
    tenant: Network,
    *,
    accent: Annotated[
        str | None, typer.Option(help="Color of titles and buttons: #1f4d3f.")
    ] = None,
    logo: Annotated[
        Path | None, typer.Option(help="PNG, JPEG or GIF, at most 20 kB, 48 pixels high.")
    ] = None,
    reply_to: Annotated[str | None, typer.Option(help="Address that readers answer to.")] = None,
) -> None:
    """Set color, logo and reply address; what is left out stays as it is."""
    try:
        shown = legible(accent) if accent else None
        picture = _picture(logo) if logo else None
    except (ValueError, OSError) as error:
        raise typer.BadParameter(str(error)) from error

    async def work() -> None:
        async with network_graph(tenant) as graph:
            stored = await MailIdentities(graph).get() or MailIdentity()
            changes = ({"accent": accent} if accent else {}) | (picture or {})
            await MailIdentities(graph).save(stored.model_copy(update=changes))
            if reply_to:
                await Tenants(graph).set_reply_to(reply_to)

    try:
        asyncio.run(work())
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    if accent and shown != accent.lower():
        say(f"{accent} is too light to be read: mails show it as {shown}")
    say("saved")


def _picture(path: Path) -> dict[str, object]:
    content = path.read_bytes()
    kind = picture_type(content)
    if kind is None:
        raise ValueError(f"{path.name} is no PNG, JPEG or GIF")
    if len(content) > MOST_LOGO_BYTES:
        raise ValueError(
            f"{path.name} has {len(content):,} bytes, and a mail has room for {MOST_LOGO_BYTES:,}: "
            "make it 48 pixels high"
        )
    return {"logo": content, "logo_type": kind}
