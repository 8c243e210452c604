"""The buckets of all processes, in one Redis or Valkey."""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import structlog
from prometheus_client import Counter
from redis.asyncio import Redis
from redis.exceptions import RedisError

from api.limits.buckets import (
    MOST_CALLERS,
    REFILL_POINTS_PER_S,
    SIZE_POINTS,
    Balance,
    LocalBuckets,
)
from api.recent import Recent

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
async def open_shared_buckets(url: str) -> AsyncIterator[SharedBuckets]:
    """The buckets at this address, which need not answer."""
    redis = Redis.from_url(
        url, socket_connect_timeout=ANSWER_LIMIT_S, socket_timeout=ANSWER_LIMIT_S
    )
    async with redis:
        yield SharedBuckets(redis)
