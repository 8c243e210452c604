"""`maillage worker`: the process that runs the jobs."""

import asyncio
import contextlib
import signal

from workers.main import run_worker
from workers.settings import WorkerSettings


def worker() -> None:
    """Run the jobs: embedding, matching, mails (settings: MAILLAGE_WORKER_…, MAILLAGE_MAIL_…)."""
    asyncio.run(_until_stopped(WorkerSettings()))


async def _until_stopped(settings: WorkerSettings) -> None:
    task = asyncio.ensure_future(run_worker(settings))
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, task.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await task
