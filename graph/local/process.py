"""A server process that ends with the process that started it."""

import random
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from graph.local import guard
from graph.local.errors import LocalServerError, ServerStartError

LOOPBACK = "127.0.0.1"
# Below the ports that the kernel gives to outgoing connections (from 32768 on Linux and 49152 on
# macOS), so that none of them takes the port between its choice and the server's start.
_PORTS = range(17_000, 32_000)
_GUARD_MARGIN_S = 5


class ServerProcess:
    """A running server behind its guard; `pid` is the server's own process id."""

    def __init__(self, command: Sequence[str], *, lock: IO[str], log: Path, grace_s: float) -> None:
        """Start the command.

        Args:
            command: program and arguments.
            lock: the file from `lock_home`: the server keeps it locked as long as it lives.
            log: what the server prints is appended here.
            grace_s: how long the server may take to end before it is killed.

        Raises:
            ServerStartError: the program cannot be run.
        """
        self._grace_s = grace_s
        self._log = log
        log.parent.mkdir(exist_ok=True)
        with log.open("ab") as output:
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
        self.pid = self._read_pid()
        lock.write(f"{self.pid}\n")
        lock.flush()

    def check_alive(self, log: Path) -> None:
        """Raise ServerStartError, with the last lines of its log, if the server has ended."""
        status = self._guard.poll()
        if status is not None:
            raise ServerStartError(f"The server ended with status {status}. {last_lines(log)}")

    def stop(self) -> None:
        """End the server, by force after its grace period, and wait until it is gone."""
        if self._guard.stdin:
            self._guard.stdin.close()
        self._guard.wait(self._grace_s + _GUARD_MARGIN_S)
        if self._guard.stdout:
            self._guard.stdout.close()

    def _read_pid(self) -> int:
        line = self._guard.stdout.readline() if self._guard.stdout else b""
        if not line:
            self.stop()
            raise ServerStartError(f"The server cannot be run. {last_lines(self._log)}")
        return int(line)


def choose_port(port: int) -> int:
    """The given port if nobody listens there; for 0, a free one.

    Raises:
        LocalServerError: the port is taken.
    """
    if port:
        if _is_free(port):
            return port
        raise LocalServerError(
            f"Port {port} of {LOOPBACK} is taken: end its server or use another."
        )
    candidates = random.SystemRandom().sample(_PORTS, 50)
    for candidate in candidates:
        if _is_free(candidate):
            return candidate
    raise LocalServerError(f"No free port of {LOOPBACK} was found between 17000 and 32000.")


def last_lines(log: Path, count: int = 5) -> str:
    """One sentence with the end of a log file."""
    lines = log.read_text("utf-8", "replace").splitlines() if log.exists() else []
    return f"The last lines of {log}: " + (" | ".join(lines[-count:]) or "none") + "."


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        # As servers do: a port whose last connections are still closing counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
        return True
