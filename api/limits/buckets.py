"""Token buckets: what each caller may spend, in one place for all processes, or in this one."""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Protocol

import structlog
from prometheus_client import Counter
from redis.asyncio import Redis
from redis.exceptions import RedisError

from api.recent import Recent

SIZE_POINTS = 2_000
REFILL_POINTS_PER_S = 100
MOST_CALLERS = 10_000
ANSWER_LIMIT_S = 0.25
RETRY_AFTER_S = 5.0
log = structlog.get_logger()
FELL_BACK = Counter(
    "maillage_api_buckets_lost", "Times that points were counted per process: no answer from Redis"
)

# One hash a caller: points and when they were counted, by the clock of the server, so that the
# clocks of the processes do not matter. Points given back are added before points are taken.
TAKE = """
local now = redis.call('TIME')
local seconds = now[1] + now[2] / 1000000
local held = redis.call('HMGET', KEYS[1], 'points', 'at')
local size, refill = tonumber(ARGV[1]), tonumber(ARGV[2])
local points = size
if held[1] then
  points = tonumber(held[1]) + math.max(0, seconds - tonumber(held[2])) * refill
end
points = math.min(size, points + tonumber(ARGV[4]))
local wanted = tonumber(ARGV[3])
local is_taken = 0
if points >= wanted then
  points = points - wanted
  is_taken = 1
end
redis.call('HSET', KEYS[1], 'points', points, 'at', seconds)
redis.call('EXPIRE', KEYS[1], math.ceil(size / refill) + 1)
return {is_taken, tostring(points)}
"""


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

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._held: Recent[str, tuple[float, float]] = Recent(MOST_CALLERS)

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


class SharedBuckets:
    """The buckets of all processes, in Redis or Valkey; those of this one while it is silent.

    What is given back waits for the caller's next request, so that each costs one round trip.
    """

    def __init__(self, redis: Redis, clock: Callable[[], float] = time.monotonic) -> None:
        self._take = redis.register_script(TAKE)
        self._local = LocalBuckets(clock)
        self._clock = clock
        self._silent_until = float("-inf")
        self._given_back: Recent[str, float] = Recent(MOST_CALLERS)

    async def take(self, caller: str, points: float) -> Balance:
        """See `Buckets`."""
        if self._clock() < self._silent_until:
            return await self._local.take(caller, points)
        given_back = self._given_back.pop(caller, 0.0)
        arguments = [SIZE_POINTS, REFILL_POINTS_PER_S, points, given_back]
        try:
            is_taken, left = await self._take(keys=[f"maillage:points:{caller}"], args=arguments)
        except (RedisError, OSError) as error:
            FELL_BACK.inc()
            log.warning("points are counted per process", why=str(error))
            self._silent_until = self._clock() + RETRY_AFTER_S
            return await self._local.take(caller, points)
        return Balance(bool(is_taken), float(left))

    def give_back(self, caller: str, points: float) -> None:
        """See `Buckets`."""
        self._local.give_back(caller, points)
        self._given_back[caller] = self._given_back.get(caller, 0.0) + points


@asynccontextmanager
async def open_buckets(url: str | None) -> AsyncIterator[Buckets]:
    """The buckets at a Redis or Valkey URL, which need not answer; without one, this process's."""
    if url is None:
        yield LocalBuckets()
        return
    redis = Redis.from_url(
        url, socket_connect_timeout=ANSWER_LIMIT_S, socket_timeout=ANSWER_LIMIT_S
    )
    async with redis:
        yield SharedBuckets(redis)
