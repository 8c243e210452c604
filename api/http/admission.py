"""Load shedding: so many requests run, so many wait, and the rest is told to come again."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from prometheus_client import Counter, Gauge

from api.http.refusals import OverloadedError

LONGEST_WAIT_S = 0.5
MOST_ARRIVING = 500  # each may hold a body of the largest size
SHED = Counter("maillage_api_requests_shed", "Requests that were told to come again")
RUNNING = Gauge("maillage_api_requests_running", "Requests that are being executed")


class Admission:
    """Lets a bounded number of requests run at once, and a bounded number wait, first come first.

    A body is read before its turn is taken: a slow sender holds no place. What is refused costs
    little and is refused at once, so that what is accepted is answered soon.
    """

    def __init__(
        self,
        running: int,
        waiting: int,
        *,
        arriving: int = MOST_ARRIVING,
        longest_wait_s: float = LONGEST_WAIT_S,
    ) -> None:
        self._places = asyncio.Semaphore(running)
        self._most_inside = running + waiting
        self._longest_wait_s = longest_wait_s
        self._most_arriving = arriving
        self._inside = 0
        self._arriving = 0

    def refuse_if_full(self) -> None:
        """Raises OverloadedError where nobody more may wait."""
        if self._inside >= self._most_inside:
            SHED.inc()
            raise OverloadedError

    @contextmanager
    def arrival(self) -> Iterator[None]:
        """A place among those that are being received. Raises OverloadedError: there is none."""
        if self._arriving >= self._most_arriving:
            SHED.inc()
            raise OverloadedError
        self._arriving += 1
        try:
            yield
        finally:
            self._arriving -= 1

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """A place among those that run. Raises OverloadedError where there is none in time."""
        self.refuse_if_full()
        self._inside += 1
        try:
            await self._place()
            RUNNING.inc()
            try:
                yield
            finally:
                RUNNING.dec()
                self._places.release()
        finally:
            self._inside -= 1

    async def _place(self) -> None:
        if not self._places.locked():
            await self._places.acquire()
            return
        try:
            async with asyncio.timeout(self._longest_wait_s):
                await self._places.acquire()
        except TimeoutError as error:
            SHED.inc()
            raise OverloadedError from error
