"""The servers under measurement, each one process of its own."""

import asyncio
import os
import shutil
import sys
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.api.client import connect
from graph.local.ports import choose_port
from graph.local.server import LocalGraph

PEER = Path(__file__).with_name("peer")
START_S = 60.0
NODE_MODULES = "MAILLAGE_PEER_MODULES"
Served = AbstractAsyncContextManager[tuple[int, int]]


class PeerUnavailableError(Exception):
    """Node or the peer's packages are missing; the message says what to do."""


@asynccontextmanager
async def process(
    *command: str, environment: dict[str, str], cwd: Path | None = None, prints_port: bool = False
) -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    """A child process until the context ends; with the first line it prints, where asked."""
    child = await asyncio.create_subprocess_exec(
        *command,
        cwd=cwd,
        env=os.environ | environment,
        stdout=asyncio.subprocess.PIPE if prints_port else asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        line = b""
        if child.stdout is not None:
            line = await asyncio.wait_for(child.stdout.readline(), START_S)
        yield child, line.decode().strip()
    finally:
        if child.returncode is None:
            child.terminate()
            await child.wait()


async def until_open(port: int, child: asyncio.subprocess.Process) -> None:
    """Waits until a port answers. Raises RuntimeError where the process ended instead."""
    async with asyncio.timeout(START_S):
        while True:
            if child.returncode is not None:
                raise RuntimeError(f"a server ended at its start with {child.returncode}")
            try:
                (await connect(port)).close()
            except OSError:
                await asyncio.sleep(0.02)
            else:
                return


@asynccontextmanager
async def served(environment: dict[str, str], *module: str) -> AsyncIterator[tuple[int, int]]:
    """A module as a program, whose last word is a port: that port, once it answers, and its process id."""
    port = choose_port(0)
    command = (sys.executable, "-m", *module, str(port))
    async with process(*command, environment=environment) as (child, _line):
        await until_open(port, child)
        yield port, child.pid


def serving(app: str, environment: dict[str, str]) -> Served:
    """An ASGI application, `module:name`, in one process of uvicorn."""
    options = ("--no-access-log", "--log-level", "error", "--port")
    return served(environment, "uvicorn", app, *options)


def api(graph: LocalGraph) -> Served:
    """One process of the real API."""
    return served(_our_environment(graph), "benchmarks.api.ours")


def command(graph: LocalGraph) -> Served:
    """`maillage serve`, as in production."""
    return served(_our_environment(graph), "cli.main", "serve", "--port")


def _our_environment(graph: LocalGraph) -> dict[str, str]:
    return {
        "MAILLAGE_GRAPH_URI": graph.uri,
        "MAILLAGE_GRAPH_USER": graph.user,
        "MAILLAGE_GRAPH_PASSWORD": graph.password,
        "MAILLAGE_SECRET_KEY": "bench" * 8,
        "MAILLAGE_API_DRAIN_S": "0",
    }


def peer_environment(graph: LocalGraph) -> dict[str, str]:
    """Where the peer and the ceiling find the graph."""
    return {"PEER_URI": graph.uri, "PEER_USER": graph.user, "PEER_PASSWORD": graph.password}


@asynccontextmanager
async def node(script: str, environment: dict[str, str]) -> AsyncIterator[int]:
    """One node process of the peer's project: its port.

    Raises:
        PeerUnavailableError: node is missing, or its packages cannot be installed.
    """
    if shutil.which("node") is None:
        raise PeerUnavailableError(
            "The peer needs Node.js 20 or newer: install `nodejs` and `npm`."
        )
    with TemporaryDirectory(prefix="maillage-peer-") as folder:
        project = Path(folder)
        for name in ("package.json", "package-lock.json", "server.mjs", "plain.mjs"):
            shutil.copy(PEER / name, project / name)
        await _install(project)
        environment = environment | {"NODE_ENV": "production"}
        started = process("node", script, environment=environment, cwd=project, prints_port=True)
        async with started as (_child, line):
            if not line.isdigit():
                raise PeerUnavailableError(f"The peer did not start: {line or 'no port printed'}.")
            yield int(line)


async def _install(project: Path) -> None:
    if given := os.environ.get(NODE_MODULES):
        (project / "node_modules").symlink_to(given)
        return
    command = ("npm", "ci", "--no-audit", "--no-fund", "--silent")
    child = await asyncio.create_subprocess_exec(
        *command, cwd=project, stdout=asyncio.subprocess.DEVNULL
    )
    if await child.wait():
        raise PeerUnavailableError("`npm ci` failed in benchmarks/api/peer: see its message above.")
