"""`maillage outbox`: the mails of a network, and what a person does with dead letters."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from typing import Annotated

import typer

from cli.console import console, say
from cli.networks import Network, network_graph
from graph.errors import OutdatedError
from graph.models.entities import OutboxRow
from graph.models.vocabulary import OutboxState
from graph.repositories.outbox import DEAD_LETTERS, Outbox
from graph.repositories.paging import all_items

ACTOR = "command line"
outbox = typer.Typer(help="List, show, retry and discard mails.", no_args_is_help=True)
MailId = Annotated[str, typer.Argument(help="Id of the mail, as `outbox list` shows it.")]


@outbox.command("list")
def list_mails(
    tenant: Network,
    *,
    state: Annotated[list[OutboxState] | None, typer.Option(help="Only in these states.")] = None,
) -> None:
    """List mails, newest first: those that no worker takes further, or those of some states."""

    async def work() -> list[OutboxRow]:
        async with network_graph(tenant) as graph:
            states = state or DEAD_LETTERS
            return await all_items(
                lambda first, after: Outbox(graph).page(first=first, after=after, states=states)
            )

    found = asyncio.run(work())
    for row in found:
        sys.stdout.write("  ".join(_parts(row)) + "\n")
    if not found:
        say("There is none.")


def _parts(row: OutboxRow) -> tuple[str, ...]:
    written = f"{row.created_at:%Y-%m-%d %H:%M}"
    return (row.id, row.state.value, row.kind.value, written, str(row.attempts), row.error or "")


@outbox.command("show")
def show(mail_id: MailId, tenant: Network) -> None:
    """Show all that is known of a mail, but for what it says."""

    async def work() -> OutboxRow:
        async with network_graph(tenant) as graph:
            return await Outbox(graph).get(mail_id)

    for name, value in asyncio.run(work()).model_dump(mode="json").items():
        sys.stdout.write(f"{name}: {value}\n")


@outbox.command("retry")
def retry(mail_id: MailId, tenant: Network) -> None:
    """Let a dead letter be tried again, now. One that is UNCERTAIN may arrive twice."""
    _change(tenant, lambda mails: mails.retry(mail_id, actor=ACTOR))
    say("It is tried again within ten seconds, where a worker runs.")


@outbox.command("discard")
def discard(mail_id: MailId, tenant: Network) -> None:
    """End a dead letter without another try."""
    _change(tenant, lambda mails: mails.discard(mail_id, actor=ACTOR))
    say("It is not sent.")


def _change(tenant: str, change: Callable[[Outbox], Awaitable[OutboxRow]]) -> None:
    async def work() -> None:
        async with network_graph(tenant) as graph:
            await change(Outbox(graph))

    try:
        asyncio.run(work())
    except OutdatedError as error:
        console.print(f"maillage: {error}", style="red", markup=False)
        raise typer.Exit(1) from error
