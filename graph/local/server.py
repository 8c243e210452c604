"""Neo4j Community as a child process."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from graph.local.home import lock_home
from graph.local.jars import Progress, fetch_jars
from graph.local.password import USER, ensure_password
from graph.local.ports import choose_port
from graph.local.probe import LOOPBACK, Probe
from graph.local.process import run_server
from graph.local.release import RELEASES, Line, server_command, write_configuration

_START_LIMIT_S = 120
# Bolt's handshake: its magic number, then the versions offered: 5.4 down to 5.0, nothing else.
_BOLT_HELLO = bytes.fromhex("6060b017 00040405 00000000 00000000 00000000")
_BOLT_ANSWER_BYTES = 4


@dataclass(frozen=True, slots=True)
class LocalGraph:
    """A running server: where it answers, and as whom to connect."""

    uri: str
    user: str
    password: str = field(repr=False)
    version: str
    pid: int


@asynccontextmanager
async def local_graph(
    home: Path,
    *,
    line: Line = "current",
    heap: str = "768m",
    port: int = 0,
    java_options: Sequence[str] = (),
    settings: Mapping[str, str] = MappingProxyType({}),
    on_progress: Progress | None = None,
) -> AsyncIterator[LocalGraph]:
    """Run Neo4j Community on the loopback interface for as long as the context is open.

    Args:
        home: data, logs, configuration and password live here and are kept.
        line: the current release or the long-term one; a home belongs to the line that made it.
        heap: the most memory for Java objects, as Java writes it.
        port: for Bolt; 0 takes a free one.
        java_options: more options of the Java virtual machine.
        settings: more settings of Neo4j.
        on_progress: told (jars at hand, jars in all) while jars are fetched.

    Raises:
        JarsUnavailableError: jars are missing and cannot be fetched.
        JarRefusedError: a jar is not the one of the lock file.
        HomeInUseError: another server uses the home.
        LocalServerError: the port is taken, or the password of the data is lost.
        ServerStartError: the server did not start; the message ends with its log.
    """
    release = RELEASES[line]
    jars = await fetch_jars(release.jars, on_progress=on_progress)
    logs = home / "logs"
    async with lock_home(home) as lock:
        port = choose_port(port)
        write_configuration(home, port, release, settings)
        password = await asyncio.to_thread(ensure_password, home, jars)
        options = (f"-Xmx{heap}", *java_options)
        command = server_command(release, jars, home=home, java_options=options)
        probe = Probe(port, _BOLT_HELLO, _BOLT_ANSWER_BYTES, _START_LIMIT_S, logs / "neo4j.log")
        async with run_server(command, lock=lock, console=logs / "console.log", probe=probe) as pid:
            yield LocalGraph(f"bolt://{LOOPBACK}:{port}", USER, password, release.version, pid)
