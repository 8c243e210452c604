"""The API and the worker as child processes of `maillage dev`; they end with it."""

import asyncio
import os
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from cli.local import command_line
from graph.local.home import lock_home
from graph.local.ports import choose_port
from graph.local.probe import LOOPBACK, Probe
from graph.local.process import run_server

START_LIMIT_S = 60
WATCH_EVERY_S = 1
HELLO = b"GET /livez HTTP/1.0\r\n\r\n"
ANSWER_BYTES = len(b"HTTP/1.1 200")


@dataclass(frozen=True, slots=True)
class Processes:
    """The running children: where the API answers, and whom to watch."""

    url: str
    pids: Mapping[str, int]

    async def first_dead(self) -> str:
        """Waits until a child has ended, and names it."""
        while True:
            for name, pid in self.pids.items():
                if not _is_alive(pid):
                    return name
            await asyncio.sleep(WATCH_EVERY_S)


@asynccontextmanager
async def child_processes(home: Path, url: str) -> AsyncIterator[Processes]:
    """Runs the API at this address and a worker, both as the environment says.

    Raises:
        HomeInUseError: another `maillage dev` uses the folder.
        ServerStartError: a child does not start; the message ends with its log.
    """
    port = int(url.rpartition(":")[2])
    metrics_port = choose_port(0)
    os.environ["MAILLAGE_WORKER_METRICS_PORT"] = str(metrics_port)
    async with (
        _child(home, "api", port, "serve", "--port", str(port)) as api,
        _child(home, "worker", metrics_port, "worker") as worker,
    ):
        yield Processes(url, {"api": api, "worker": worker})


@asynccontextmanager
async def api_process(home: Path, url: str) -> AsyncIterator[int]:
    """Runs the API alone at this address, as the environment says; its process id."""
    port = url.rpartition(":")[2]
    async with _child(home, "api", int(port), "serve", "--port", port) as pid:
        yield pid


@asynccontextmanager
async def _child(home: Path, name: str, port: int, *arguments: str) -> AsyncIterator[int]:
    log = home / name / "logs" / f"{name}.log"
    probe = Probe(port, HELLO, ANSWER_BYTES, START_LIMIT_S, log)
    async with (
        lock_home(home / name) as lock,
        run_server(command_line(*arguments), lock=lock, console=log, probe=probe) as pid,
    ):
        yield pid


def free_url(port: int) -> str:
    """The address of the API on a port of this machine; 0 takes a free one."""
    return f"http://{LOOPBACK}:{choose_port(port)}"


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
