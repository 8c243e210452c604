"""Token buckets: what each caller may spend, in one place for all processes, or in this one."""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Protocol

from api.recent import Recent

SIZE_POINTS = 2_000
REFILL_POINTS_PER_S = 100
MOST_CALLERS = 10_000


@dataclass(frozen=True, slots=True)
class Balance:
    """What a caller holds after points were asked for, and whether it got them."""

    is_taken: bool
    points: float

    def wait_s(self, wanted: float) -> float:
        """How long until there are as many points as were wanted."""
        return max(0.0, wanted - self.points) / REFILL_POINTS_PER_S


class Buckets(Protocol):
    """A bucket for each caller; all are full at first."""

    async def take(self, caller: str, points: float) -> Balance:
        """Takes points, all or none. Never raises."""

    def give_back(self, caller: str, points: float) -> None:
        """Returns points that were taken and not needed; negative ones are taken later."""


class LocalBuckets:
    """The buckets of this process."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, *, most_callers: int = MOST_CALLERS
    ) -> None:
        self._clock = clock
        self._held: Recent[str, tuple[float, float]] = Recent(most_callers)

    async def take(self, caller: str, points: float) -> Balance:
        """See `Buckets`."""
        held = self._counted(caller)
        is_taken = held >= points
        return Balance(is_taken, self._keep(caller, held - points if is_taken else held))

    def give_back(self, caller: str, points: float) -> None:
        """See `Buckets`."""
        self._keep(caller, min(SIZE_POINTS, self._counted(caller) + points))

    def _counted(self, caller: str) -> float:
        points, at = self._held.get(caller, (SIZE_POINTS, self._clock()))
        return min(SIZE_POINTS, points + (self._clock() - at) * REFILL_POINTS_PER_S)

    def _keep(self, caller: str, points: float) -> float:
        self._held[caller] = (points, self._clock())
        return points


@asynccontextmanager
async def open_buckets(url: str | None) -> AsyncIterator[Buckets]:
    """The buckets at a Redis or Valkey URL, which need not answer; without one, this process's."""
    if url is None:
        yield LocalBuckets()
        return
    from api.limits.shared_buckets import open_shared_buckets  # loads Redis' library

    async with open_shared_buckets(url) as shared:
        yield shared
