"""The process between an owner and its server."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from graph.local import guard

_LIMIT_S = 10
_WAIT = "import time; time.sleep(60)"


@contextmanager
def _guarded(program: str) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """A guard with its server's process id."""
    command = [sys.executable, "-I", "-S", guard.__file__, "5", sys.executable, "-S", "-c", program]
    with subprocess.Popen(  # noqa: S603 - our own command
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout
        yield process, int(process.stdout.readline())


def test_the_server_ends_when_its_owner_is_gone() -> None:
    with _guarded(_WAIT) as (process, server):
        process.communicate(timeout=_LIMIT_S)
    with pytest.raises(ProcessLookupError):
        os.kill(server, 0)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_request_to_end_reaches_the_server(number: signal.Signals) -> None:
    with _guarded(_WAIT) as (process, server):
        process.send_signal(number)
        process.wait(_LIMIT_S)
    with pytest.raises(ProcessLookupError):
        os.kill(server, 0)


def test_the_status_of_the_server_is_passed_on() -> None:
    with _guarded("raise SystemExit(7)") as (process, _):
        assert process.wait(_LIMIT_S) == 7
