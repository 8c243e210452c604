"""Where a process computes previews: one at a time, each for somebody who still waits for it."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    # Half a second, and 20 MB with scipy: the desk is there before the first preview.
    from matching.engine.parallel import Check
    from matching.policy.service import Baseline

Result = TypeVar("Result")


class BusyError(Exception):
    """Others were served for as long as somebody could wait."""


class AbandonedError(Exception):
    """Ends a computation for which nobody waits any more."""


@dataclass(frozen=True, slots=True)
class _Kept:
    key: Hashable
    began_at: float
    baseline: Baseline


class PreviewDesk:
    """Serves who asks, first come first served; who goes gives the turn up.

    A preview fills a processor for seconds: side by side, all of them would come too late.
    """

    def __init__(self) -> None:
        self._turn = asyncio.Lock()
        self._n_inside = 0
        self._kept: _Kept | None = None

    @asynccontextmanager
    async def turn(
        self,
        key: Hashable,
        read: Callable[[], Awaitable[Baseline]],
        *,
        patience_s: float | None = None,
    ) -> AsyncIterator[Baseline]:
        """A turn with what `read` gives, or gave another one under this key.

        What was begun to be read after somebody had come is as fresh as what is read for them.

        Raises:
            BusyError: the turn did not come in time.
        """
        came_at = time.monotonic()
        self._n_inside += 1
        try:
            await self._take_turn(patience_s)
            try:
                yield await self._baseline(key, read, came_at)
            finally:
                self._turn.release()
        finally:
            self._n_inside -= 1
            if not self._n_inside:
                self._kept = None

    async def _take_turn(self, patience_s: float | None) -> None:
        try:
            async with asyncio.timeout(patience_s):
                await self._turn.acquire()
        except TimeoutError as error:
            raise BusyError("other previews are computed first: try again shortly") from error

    async def _baseline(
        self, key: Hashable, read: Callable[[], Awaitable[Baseline]], came_at: float
    ) -> Baseline:
        kept = self._kept
        if kept is None or kept.key != key or kept.began_at < came_at:
            began_at = time.monotonic()
            kept = self._kept = _Kept(key, began_at, await read())
        return kept.baseline


async def while_awaited(work: Callable[[Check], Result]) -> Result:
    """`work` in a thread. Who is cancelled meanwhile goes when it has ended, at its next check."""
    is_abandoned = threading.Event()

    def check() -> None:
        if is_abandoned.is_set():
            raise AbandonedError

    working = asyncio.ensure_future(asyncio.to_thread(work, check))
    try:
        return await asyncio.shield(working)
    except asyncio.CancelledError:
        is_abandoned.set()
        await asyncio.wait([working])
        # What it came to, nobody asks.
        working.exception()
        raise
