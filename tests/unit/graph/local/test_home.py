"""One server per home."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path
from typing import IO

import pytest

from graph.local import HomeInUseError
from graph.local.home import lock_home

_NOBODY = 2**22  # above the process ids that Linux and macOS give


async def test_a_home_is_made_and_can_be_held_again(tmp_path: Path) -> None:
    home = tmp_path / "new" / "home"
    for _ in range(2):
        async with lock_home(home) as lock:
            assert lock.name == str(home / "server.lock")


async def test_a_second_holder_is_told_who_has_it(tmp_path: Path) -> None:
    async with lock_home(tmp_path):
        with pytest.raises(HomeInUseError, match=rf"is used .*processes {os.getpid()}\)"):
            async with lock_home(tmp_path):
                pytest.fail("held twice")


async def test_the_home_of_a_dead_owner_is_free_when_its_server_has_ended(tmp_path: Path) -> None:
    async with lock_home(tmp_path) as lock:
        leftover = _inherit(lock)
    (tmp_path / "server.lock").write_text(f"{_NOBODY}\n{leftover.pid}\n")
    with leftover:
        waiting = asyncio.create_task(_hold(tmp_path))
        done, _ = await asyncio.wait([waiting], timeout=0.3)
        assert not done
        leftover.communicate(b"\n")
        await asyncio.wait_for(waiting, 5)


def _inherit(lock: IO[str]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-S", "-c", "input()"]
    return subprocess.Popen(  # noqa: S603 - our own command
        command, stdin=subprocess.PIPE, pass_fds=[lock.fileno()]
    )


async def _hold(home: Path) -> None:
    async with lock_home(home):
        pass
