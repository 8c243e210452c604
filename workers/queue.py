"""The queue: a hint that work waits in the graph. Losing all of it only costs time.

Its libraries are loaded where a queue is opened: a process without one does not need them.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Protocol

import orjson
import structlog
from prometheus_client import Counter

if TYPE_CHECKING:
    from arq import ArqRedis
    from arq.connections import RedisSettings

ALWAYS_QUEUED = frozenset({"need.prepare", "work.sweep"})
log = structlog.get_logger()
HINTS_LOST = Counter("maillage_queue_hints_lost", "Hints that could not be queued", ["job"])


class JobQueue(Protocol):
    """What floors above need: to say that work waits."""

    async def hint(self, job: str, **ids: str) -> None:
        """Says that a job (`noun.verb`) has work; ids only. Never raises: the sweeper finds it."""


class ArqQueue:
    """Hints over arq; a hint that is queued or being worked on is not queued again.

    The exception is `need.prepare`: what is saved while it runs must not wait for the sweep.
    `failures` is what the pool raises where the queue does not answer.
    """

    def __init__(self, pool: ArqRedis, failures: tuple[type[Exception], ...]) -> None:
        self._pool = pool
        self._failures = failures

    async def hint(self, job: str, **ids: str) -> None:
        """See `JobQueue`."""
        job_id = None if job in ALWAYS_QUEUED else ":".join([job, *ids.values()])
        arguments: dict[str, Any] = dict(ids)
        try:
            await self._pool.enqueue_job(job, _job_id=job_id, **arguments)
        except self._failures as error:
            HINTS_LOST.labels(job).inc()
            log.warning(
                "queue unreachable, the sweeper will find the work", job=job, why=str(error)
            )

    async def is_reachable(self) -> bool:
        """Whether the queue answers."""
        try:
            return bool(await self._pool.ping())
        except self._failures:
            return False


class SilentQueue:
    """No queue at all: the sweeper does everything, later."""

    async def hint(self, job: str, **ids: str) -> None:
        """See `JobQueue`."""


def serialize(job: dict[str, Any]) -> bytes:
    """A job as JSON: pickle would run code of whoever can write to the queue."""
    return orjson.dumps(job, default=str)


def deserialize(data: bytes) -> dict[str, Any]:
    """The job in a JSON text."""
    job: dict[str, Any] = orjson.loads(data)
    return job


def redis_settings(url: str) -> RedisSettings:
    """Settings of arq for a Redis or Valkey URL, with time-outs short enough for an API."""
    from arq.connections import RedisSettings

    settings = RedisSettings.from_dsn(url)
    settings.conn_timeout = 2
    settings.conn_retries = 1
    settings.conn_retry_delay = 0
    return settings


@asynccontextmanager
async def open_queue(url: str) -> AsyncIterator[ArqQueue]:
    """The queue at a Redis or Valkey URL; it need not answer yet."""
    from arq import ArqRedis
    from redis.asyncio import ConnectionPool
    from redis.exceptions import RedisError

    pool = ArqRedis(
        connection_pool=ConnectionPool.from_url(url, socket_connect_timeout=2, socket_timeout=5),
        job_serializer=serialize,
        job_deserializer=deserialize,
    )
    try:
        yield ArqQueue(pool, (RedisError, OSError))
    finally:
        # A pool that is handed over is not closed by itself.
        await pool.aclose(close_connection_pool=True)
