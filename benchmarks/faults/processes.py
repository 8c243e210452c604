"""Workers as processes that start at once: forked from one that has loaded everything."""

import asyncio
import multiprocessing
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from multiprocessing.context import ForkServerContext, ForkServerProcess
from typing import Any

from benchmarks.faults.worker import Life, live

LIMIT_S = 90.0


class Workers:
    """Starts them, and tells how each ended."""

    def __init__(self, context: ForkServerContext) -> None:
        self._context = context

    def shared(self, kind: str) -> Any:
        """A number that all processes see: `d` with a fraction, `i` without."""
        return self._context.Value(kind, 0)

    @asynccontextmanager
    async def running(self, life: Life) -> AsyncIterator[ForkServerProcess]:
        """A worker that works beside what is done here; at the end it is waited for."""
        process = self._context.Process(target=live, args=(life,), daemon=True)
        process.start()
        try:
            yield process
            await ended(process)
        finally:
            process.kill()
            process.join()

    async def run(self, life: Life) -> int:
        """A worker's whole life; its exit status, negative for a signal."""
        async with self.running(life) as process:
            pass
        return process.exitcode or 0


async def ended(process: ForkServerProcess) -> None:
    """Waits until it is gone. Raises TimeoutError where it works far too long."""
    await asyncio.to_thread(process.join, LIMIT_S)
    if process.is_alive():
        raise TimeoutError(f"a worker still works after {LIMIT_S:g} s")


def open_workers() -> Workers:
    """The process that they are forked from is started with the first one."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["benchmarks.faults.worker"])
    return Workers(context)
