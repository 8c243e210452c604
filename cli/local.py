"""The local default: the real servers as child processes, their data under one folder."""

import json
import os
import secrets
import socket
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlsplit

from cli.console import bar
from graph.connection import Graph, open_graph
from graph.local.server import local_graph
from graph.migrate import migrate
from graph.repositories.reference import load_reference
from graph.settings import GraphSettings, LocalSettings
from workers.local import local_queue


@dataclass(frozen=True, slots=True)
class Servers:
    """Where the servers of this installation answer."""

    graph_uri: str
    graph_user: str
    graph_password: str
    queue_url: str
    owner_pid: int

    def environment(self) -> dict[str, str]:
        """The settings that lead every process of ours to these servers."""
        return {
            "MAILLAGE_GRAPH_URI": self.graph_uri,
            "MAILLAGE_GRAPH_USER": self.graph_user,
            "MAILLAGE_GRAPH_PASSWORD": self.graph_password,
            "MAILLAGE_WORKER_QUEUE_URL": self.queue_url,
            "MAILLAGE_API_QUEUE_URL": self.queue_url,
        }


def data_dir() -> Path:
    """Where local servers, mails and secrets are kept."""
    return LocalSettings().data_dir.resolve()


def write_private(path: Path, text: str) -> None:
    """Writes a file that only its owner reads: all of it, or what was there stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    draft.replace(path)


def secret_key(home: Path) -> str:
    """The key that signs links, made at the first start."""
    path = home / "secret-key"
    if not path.exists():
        write_private(path, secrets.token_urlsafe(32))
    return path.read_text("utf-8")


def running_servers(home: Path) -> Servers | None:
    """The servers of a `maillage dev` that runs on this folder; None where none runs.

    A file that a killed one left behind counts for nothing, also where its process id is now
    another's, or another version wrote it.
    """
    path = home / "running.json"
    try:
        servers = Servers(**json.loads(path.read_text("utf-8")))
        os.kill(servers.owner_pid, 0)
    except (FileNotFoundError, ProcessLookupError, PermissionError, TypeError, ValueError):
        return None
    return servers if _is_listening(servers.queue_url) else None


def _is_listening(url: str) -> bool:
    address = urlsplit(url)
    try:
        socket.create_connection((address.hostname, address.port), timeout=1).close()
    except OSError:
        return False
    return True


@asynccontextmanager
async def local_servers(home: Path) -> AsyncIterator[Servers]:
    """Starts Neo4j (unless MAILLAGE_GRAPH_URI names one) and Valkey, and stops them at the end.

    Raises:
        LocalServerError: a server cannot be fetched or started; the message says what to do.
    """
    given = GraphSettings()
    async with AsyncExitStack() as stack:
        if given.uri is None:
            with bar("Neo4j's parts") as advance:
                graph = await stack.enter_async_context(
                    local_graph(home / "graph", on_progress=advance)
                )
            address = (graph.uri, graph.user, graph.password)
        else:
            address = (given.uri, given.user, given.password.get_secret_value())
        queue = await stack.enter_async_context(local_queue(home / "queue"))
        servers = Servers(*address, queue_url=queue.url, owner_pid=os.getpid())
        with _announced(home, servers):
            yield servers


@contextmanager
def _announced(home: Path, servers: Servers) -> Iterator[None]:
    path = home / "running.json"
    write_private(path, json.dumps(asdict(servers)))
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


@asynccontextmanager
async def connected() -> AsyncIterator[Graph]:
    """The graph that a command works on, migrated where it is a local one.

    The one that MAILLAGE_GRAPH_URI names, else that of a running `maillage dev`, else the local
    server, started for this command.
    """
    async with AsyncExitStack() as stack:
        settings = GraphSettings()
        is_local = settings.uri is None
        if is_local:
            servers = running_servers(data_dir())
            if servers is None:
                servers = await stack.enter_async_context(local_servers(data_dir()))
            settings = graph_settings(servers)
        graph = await stack.enter_async_context(open_graph(settings))
        if is_local:
            await prepare_graph(graph)
        yield graph


def graph_settings(servers: Servers) -> GraphSettings:
    """Settings for these servers; time-outs and pool as the environment says."""
    return GraphSettings.model_validate(
        {
            "uri": servers.graph_uri,
            "user": servers.graph_user,
            "password": servers.graph_password,
        }
    )


async def prepare_graph(graph: Graph) -> None:
    """Migrations and reference data; nothing happens where both are there."""
    await migrate(graph)
    await load_reference(graph)


def command_line(*arguments: str) -> list[str]:
    """A command of ours in a process of its own."""
    return [sys.executable, "-m", "cli.main", *arguments]
