"""`maillage dev`: everything on this machine under one command."""

import asyncio
import contextlib
import json
import os
import signal
import sys
import tempfile
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from cli.check import (
    CheckFailedError,
    answer_as_both,
    as_line,
    counts,
    refuse_if_late,
    refuse_if_used,
)
from cli.console import console, say
from cli.demonstration import (
    Stopwatch,
    demo_key,
    demo_tenant,
    figures,
    load_and_match,
    mails_settled,
)
from cli.local import (
    data_dir,
    graph_settings,
    local_servers,
    prepare_graph,
    secret_key,
)
from cli.processes import Processes, child_processes, free_url
from graph.connection import Graph, open_graph
from graph.repositories.tenants import Tenants
from graph.settings import GraphSettings

STOPPED = 130

EXAMPLE = (
    "{ needs(first: 3) { nodes { title suggestions(first: 2) "
    "{ probability offer { title } reasons(language: EN) { sentence } } } } }"
)


@dataclass(frozen=True, slots=True)
class Stage:
    """The running whole: the graph of the sample network, and where things answer."""

    graph: Graph
    version: str
    processes: Processes
    outbox: Path
    key: str


def dev(
    *,
    check: Annotated[
        bool, typer.Option("--check", help="Do the main job once in a temporary folder, and end.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="With --check: one JSON line on standard output.")
    ] = False,
    port: Annotated[int, typer.Option(help="Port of the API; 0 takes a free one.")] = 8000,
) -> None:
    """Start Neo4j, Valkey, the worker and the API with a sample network. Ctrl-C stops them."""
    was_stopped = asyncio.run(_stoppable(_check(as_json=as_json) if check else _develop(port)))
    if was_stopped and check:
        raise typer.Exit(STOPPED)


async def _check(*, as_json: bool) -> None:
    with tempfile.TemporaryDirectory(prefix="maillage-check-") as folder:
        watch = Stopwatch()
        try:
            async with running(Path(folder), 0, watch, is_check=True) as stage:
                with watch.step("mail"):
                    refuse_if_late(await mails_settled(stage.graph))
                found = await counts(stage.graph)
                with watch.step("answer"):
                    answers = await answer_as_both(stage.graph, stage.outbox)
        except CheckFailedError as error:
            console.print(f"maillage: {error}.", style="red", markup=False)
            raise typer.Exit(1) from error
        seconds = watch.seconds | {"total": watch.total()}
        line = as_line(stage.version, found, answers, seconds)
    if as_json:
        sys.stdout.write(json.dumps(line) + "\n")
    else:
        say(f"The main job runs: {line}")


async def _develop(port: int) -> None:
    watch = Stopwatch()
    async with running(data_dir(), port, watch) as stage:
        mails = await mails_settled(stage.graph)
        found = await figures(stage.graph)
        _welcome(stage, found, mails, watch)
        dead = await stage.processes.first_dead()
        say(f"[red]The {dead} has ended[/]: see {data_dir() / dead / 'logs'}. Stopping.")
        raise typer.Exit(1)


@asynccontextmanager
async def running(
    home: Path, port: int, watch: Stopwatch, *, is_check: bool = False
) -> AsyncIterator[Stage]:
    """The servers, the matched sample network, then the API and the worker.

    A check that is given a graph (MAILLAGE_GRAPH_URI) leaves it as it was.
    """
    url, outbox = free_url(port), home / "outbox"
    is_given = GraphSettings().uri is not None
    async with contextlib.AsyncExitStack() as stack:
        with watch.step("start"):
            servers = await stack.enter_async_context(local_servers(home))
            os.environ.update(servers.environment() | _settings(home, url, outbox))
            root = await stack.enter_async_context(open_graph(graph_settings(servers)))
            await prepare_graph(root)
        if is_check and is_given:
            await refuse_if_used(root)
        tenant = await demo_tenant(root)
        key = await demo_key(root, tenant, home)
        graph = root.for_tenant(tenant.id)
        if is_check and is_given:
            stack.push_async_callback(Tenants(root).erase, tenant.id)
        await load_and_match(graph, watch)
        processes = await stack.enter_async_context(child_processes(home, url))
        yield Stage(graph, await root.server_version(), processes, outbox, key)


def _settings(home: Path, url: str, outbox: Path) -> dict[str, str]:
    given = {
        "MAILLAGE_SECRET_KEY": secret_key(home),
        "MAILLAGE_PUBLIC_URL": url,
        "MAILLAGE_MAIL_TRANSPORT": "MAILDIR",
        "MAILLAGE_MAIL_MAILDIR": str(outbox),
        "MAILLAGE_API_OUTBOX_DIR": str(outbox),
        "MAILLAGE_API_IS_DEVELOPMENT": "true",
    }
    return given | {name: os.environ[name] for name in given if name in os.environ}


def _welcome(stage: Stage, found: dict[str, int], mails: dict[str, int], watch: Stopwatch) -> None:
    url = stage.processes.url
    say()
    say(f"[bold]Maillage runs[/] ({watch.total():.0f} s, Neo4j {stage.version}).")
    say(f"{found['parties']} parties, {found['matches']} matches, {mails.get('SENT', 0)} mails.")
    say()
    say(f"  GraphiQL   {url}/graphql")
    say(f"  Mails      {url}/outbox")
    say(f"  API key    {stage.key}")
    say()
    say("An example:")
    console.print(
        f"  curl {url}/graphql -H 'Authorization: Bearer {stage.key}' "
        f"-H 'Content-Type: application/json' \\\n    -d '{json.dumps({'query': EXAMPLE})}'",
        markup=False,
        soft_wrap=True,
    )
    say()
    say("Ctrl-C stops everything; the data stay.")


async def _stoppable(work: Coroutine[None, None, None]) -> bool:
    """Runs until the end, or until Ctrl-C; True where it was stopped."""
    task = asyncio.ensure_future(work)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, task.cancel)
    try:
        await task
    except asyncio.CancelledError:
        say("Stopped.")
        return True
    return False
