"""The queue: a hint that work waits in the graph. Losing all of it only costs time."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Protocol

import orjson
import structlog
from arq import ArqRedis
from arq.connections import RedisSettings
from prometheus_client import Counter
from redis.asyncio import ConnectionPool
from redis.exceptions import RedisError

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
    """

    def __init__(self, pool: ArqRedis) -> None:
        self._pool = pool

    async def hint(self, job: str, **ids: str) -> None:
        """See `JobQueue`."""
        job_id = None if job in ALWAYS_QUEUED else ":".join([job, *ids.values()])
        arguments: dict[str, Any] = dict(ids)
        try:
            await self._pool.enqueue_job(job, _job_id=job_id, **arguments)
        except (RedisError, OSError) as error:
            HINTS_LOST.labels(job).inc()
            log.warning(
                "queue unreachable, the sweeper will find the work", job=job, why=str(error)
            )

    async def is_reachable(self) -> bool:
        """Whether the queue answers."""
        try:
            return bool(await self._pool.ping())
        except (RedisError, OSError):
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
    settings = RedisSettings.from_dsn(url)
    settings.conn_timeout = 2
    settings.conn_retries = 1
    settings.conn_retry_delay = 0
    return settings


@asynccontextmanager
async def open_queue(url: str) -> AsyncIterator[ArqQueue]:
    """The queue at a Redis or Valkey URL; it need not answer yet."""
    pool = ArqRedis(
        connection_pool=ConnectionPool.from_url(url, socket_connect_timeout=2, socket_timeout=5),
        job_serializer=serialize,
        job_deserializer=deserialize,
    )
    try:
        yield ArqQueue(pool)
    finally:
        # A pool that is handed over is not closed by itself.
        await pool.aclose(close_connection_pool=True)
