"""A server process that ends with the process that started it."""

import asyncio
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import IO

from graph.local import guard
from graph.local.errors import ServerStartError
from graph.local.probe import Probe

_GUARD_MARGIN_S = 5
_POLL_S = 0.05


@asynccontextmanager
async def run_server(
    command: Sequence[str], *, lock: IO[str], console: Path, probe: Probe, grace_s: float = 20
) -> AsyncIterator[int]:
    """Run a server as long as the context is open; gives its process id once it answers.

    Args:
        command: program and arguments.
        lock: the file from `lock_home`: the server keeps it locked as long as it lives.
        console: what the server prints is appended here; the folder is made.
        probe: tells when it answers.
        grace_s: how long it may take to end before it is killed.

    Raises:
        ServerStartError: it cannot be run, ended, or did not answer in time.
    """
    # Should this be cancelled, nobody holds the guard's pipe any more, and the server ends.
    server = await asyncio.to_thread(_Server, command, lock, console, grace_s)
    try:
        await _wait_for(server, probe)
        yield server.pid
    finally:
        await asyncio.to_thread(server.stop)


class _Server:
    """A server behind its guard; `pid` is the server's own."""

    def __init__(
        self, command: Sequence[str], lock: IO[str], console: Path, grace_s: float
    ) -> None:
        self._limit_s = grace_s + _GUARD_MARGIN_S
        console.parent.mkdir(exist_ok=True)
        with console.open("ab") as output:
            self._guard = subprocess.Popen(  # noqa: S603 - our own command
                [sys.executable, "-I", "-S", guard.__file__, str(grace_s), *command],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=output,
                pass_fds=(lock.fileno(),),
                # Out of the terminal's group: Ctrl-C reaches the owner only, which stops
                # its servers when it has no more use for them.
                start_new_session=True,
            )
        line = self._guard.stdout.readline() if self._guard.stdout else b""
        if not line:
            self.stop()
            raise ServerStartError(f"{command[0]} cannot be run: see {console}.")
        self.pid = int(line)
        lock.write(f"{self.pid}\n")
        lock.flush()

    def exit_status(self) -> int | None:
        """None while it runs."""
        return self._guard.poll()

    def stop(self) -> None:
        """End the server, by force after its grace period, and wait until it is gone."""
        # Closes the pipes, the guard's signal to end the server, and waits for both.
        self._guard.communicate(timeout=self._limit_s)


async def _wait_for(server: _Server, probe: Probe) -> None:
    deadline = time.monotonic() + probe.limit_s
    while not await probe.is_answered():
        status = server.exit_status()
        if status is not None:
            raise ServerStartError(f"The server ended with status {status}. {probe.last_lines()}")
        if time.monotonic() > deadline:
            raise ServerStartError(
                f"The server did not answer within {probe.limit_s:g} s. {probe.last_lines()}"
            )
        await asyncio.sleep(_POLL_S)
