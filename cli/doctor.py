"""`maillage doctor`: is everything there, and if not, what to do."""

import asyncio
import json
import shutil
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated

import typer

from cli.console import console
from cli.local import connected, data_dir, running_servers
from cli.mail_check import mail_checks
from graph.errors import GraphError
from graph.local import LocalServerError
from graph.migrate import pending_migrations
from matching.embedding import EmbeddingError, EmbeddingSettings, open_embedder
from workers.mail.engines import open_transport
from workers.queue import open_queue
from workers.settings import MailSettings, WorkerSettings

FREE_GB = 2.0


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found."""

    name: str
    is_good: bool
    note: str


def doctor(
    *,
    mail: Annotated[
        bool, typer.Option("--mail", help="Check only mails: DNS, relay, and what comes back.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON line.")] = False,
) -> None:
    """Check the parts: Python, disk, graph, queue, encoder, mail. Exit status 1 if one is missing."""
    findings = asyncio.run(examine_mail() if mail else examine())
    if as_json:
        rows = {f.name: {"ok": f.is_good, "note": f.note} for f in findings}
        sys.stdout.write(json.dumps(rows, ensure_ascii=False) + "\n")
    else:
        for finding in findings:
            mark = "[green]ok[/]  " if finding.is_good else "[red]fail[/]"
            # Records are copied from here: only the terminal may wrap them.
            console.print(f"{mark} {finding.name:<8} {finding.note}", soft_wrap=True)
    if not all(finding.is_good for finding in findings):
        raise typer.Exit(1)


async def examine() -> list[Finding]:
    """All checks, one after the other; none hides another."""
    checks: dict[str, Callable[[], Awaitable[str]]] = {
        "python": _python,
        "disk": _disk,
        "graph": _graph,
        "queue": _queue,
        "encoder": _encoder,
        "mail": _mail,
    }
    return [await _examined(name, check) for name, check in checks.items()]


async def examine_mail() -> list[Finding]:
    """What DNS says about the sender's domain, and whether the relay answers."""
    try:
        checks = mail_checks(MailSettings())
    except ValueError as error:
        return [Finding("settings", is_good=False, note=str(error))]
    return [await _examined(name, check) for name, check in checks.items()]


async def _examined(name: str, check: Callable[[], Awaitable[str]]) -> Finding:
    try:
        return Finding(name, is_good=True, note=await check())
    except (GraphError, LocalServerError, EmbeddingError, OSError, ValueError) as error:
        return Finding(name, is_good=False, note=str(error))


async def _python() -> str:
    return sys.version.split()[0]


async def _disk() -> str:
    home = data_dir()
    free = shutil.disk_usage(home if home.exists() else home.parent).free / 1e9
    if free < FREE_GB:
        raise OSError(f"{free:.1f} GB free: Neo4j wants {FREE_GB:.0f} GB")
    return f"{free:.0f} GB free"


async def _graph() -> str:
    async with connected() as graph:
        missing = await pending_migrations(graph)
        if missing:
            raise GraphError("migrations are missing: run `maillage migrate`")
        return f"Neo4j {await graph.server_version()}, migrated"


async def _queue() -> str:
    servers = running_servers(data_dir())
    url = servers.queue_url if servers else WorkerSettings().queue_url
    async with open_queue(url) as queue:
        if await queue.is_reachable():
            return "answers"
    return "not running: work waits in the graph until it is (`maillage dev` starts one)"


async def _encoder() -> str:
    async with open_embedder(EmbeddingSettings()) as embedder:
        await embedder.queries(["bonjour"])
        return embedder.model.key


async def _mail() -> str:
    settings = MailSettings()
    open_transport(settings)
    where = settings.smtp_host or str(settings.maildir)
    return f"{settings.transport.value.lower()} → {where}"
