"""One server per home directory, held by a lock that cannot go stale."""

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import IO

from graph.local.errors import HomeInUseError

_LOCK = "server.lock"
# A server whose owner was killed ends by itself within its grace period (see guard.py).
_LEFTOVER_S = 30
_POLL_S = 0.1


@asynccontextmanager
async def lock_home(home: Path) -> AsyncIterator[IO[str]]:
    """Hold the home directory, made if missing; gives the lock's open file.

    The kernel releases the lock when the last process that has the file open is gone, the server
    included: no file has to be cleaned up after a crash. The file says who holds it, for people.

    Raises:
        HomeInUseError: another server uses it.
    """
    with _open_lock(home) as lock:
        for _ in range(int(_LEFTOVER_S / _POLL_S)):
            if _try_lock(lock):
                break
            _refuse_if_owned(home)
            await asyncio.sleep(_POLL_S)
        else:
            raise HomeInUseError(_in_use(home))
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        yield lock


def _open_lock(home: Path) -> IO[str]:
    home.mkdir(parents=True, exist_ok=True)
    return (home / _LOCK).open("a", encoding="ascii")


def _try_lock(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _refuse_if_owned(home: Path) -> None:
    owner, *_ = [*_holders(home), 0]
    if owner and _is_alive(owner):
        raise HomeInUseError(_in_use(home))


def _in_use(home: Path) -> str:
    holders = " and ".join(map(str, _holders(home))) or "unknown"
    return f"{home} is used by another server (processes {holders}): end it or choose another one."


def _holders(home: Path) -> list[int]:
    """The owner's process id, then the server's, as far as they are written yet."""
    return [int(line) for line in (home / _LOCK).read_text("ascii").split()]


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
