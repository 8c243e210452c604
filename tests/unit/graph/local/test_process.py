"""Servers that end with their owner, seen on small programs."""

import os
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from graph.local import ServerStartError
from graph.local.home import lock_home
from graph.local.ports import choose_port
from graph.local.probe import Probe
from graph.local.process import run_server

_SERVE = """
import signal, socket, sys
signal.signal(signal.SIGTERM, {on_term})
with socket.create_server(("127.0.0.1", int(sys.argv[1]))) as server:
    while True:
        server.accept()[0].sendall(b"pong")
"""
_DEAF = _SERVE.format(on_term="signal.SIG_IGN")
_POLITE = _SERVE.format(on_term="signal.SIG_DFL")


@asynccontextmanager
async def _run(home: Path, program: str, limit_s: float = 10) -> AsyncIterator[int]:
    console = home / "logs" / "console.log"
    probe = Probe(choose_port(), b"ping", 4, limit_s, console)
    command = [sys.executable, "-S", "-c", program, str(probe.port)]
    async with (
        lock_home(home) as lock,
        run_server(command, lock=lock, console=console, probe=probe, grace_s=0.3) as pid,
    ):
        yield pid


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def test_a_server_runs_as_long_as_the_context(tmp_path: Path) -> None:
    async with _run(tmp_path, _POLITE) as pid:
        assert _is_running(pid)
        assert (tmp_path / "server.lock").read_text() == f"{os.getpid()}\n{pid}\n"
    assert not _is_running(pid)


async def test_a_server_that_ignores_the_request_to_end_is_killed(tmp_path: Path) -> None:
    started = time.monotonic()
    async with _run(tmp_path, _DEAF) as pid:
        assert _is_running(pid)
    assert not _is_running(pid)
    assert time.monotonic() - started < 5


async def test_a_server_that_ends_while_starting_is_reported_with_its_log(tmp_path: Path) -> None:
    with pytest.raises(ServerStartError, match=r"ended with status 3\. .*: no disk\."):
        async with _run(tmp_path, "import sys; print('no disk', flush=True); sys.exit(3)"):
            pytest.fail("started")


async def test_a_silent_server_is_reported_and_ended(tmp_path: Path) -> None:
    with pytest.raises(ServerStartError, match=r"did not answer within 0\.2 s"):
        async with _run(tmp_path, "import time; time.sleep(60)", limit_s=0.2):
            pytest.fail("started")
    pid = int((tmp_path / "server.lock").read_text().split()[1])
    assert not _is_running(pid)


async def test_a_program_that_does_not_exist_is_named(tmp_path: Path) -> None:
    probe = Probe(choose_port(), b"ping", 4, 1, tmp_path / "log")
    with pytest.raises(ServerStartError, match="/no/such/program cannot be run"):
        async with (
            lock_home(tmp_path) as lock,
            run_server(["/no/such/program"], lock=lock, console=tmp_path / "log", probe=probe),
        ):
            pytest.fail("started")
