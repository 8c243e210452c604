"""Hints over a real Valkey: they arrive, they do not double, and losing them breaks nothing."""

import asyncio
import contextlib
from typing import Any

import pytest
from arq import Retry
from redis.asyncio import Redis

from graph.connection import Graph
from graph.errors import GraphUnavailableError
from graph.repositories.matches import Matches
from tests.factories import new_need, new_offer
from workers.context import WorkerContext
from workers.local import LocalQueue
from workers.main import make_worker
from workers.queue import deserialize, open_queue, serialize
from workers.runner import wrapped
from workers.settings import WorkerSettings

LIMIT_S = 60.0


@pytest.fixture(autouse=True)
async def empty_queue(valkey: LocalQueue) -> None:
    async with Redis.from_url(valkey.url) as client:
        await client.flushall()


@contextlib.asynccontextmanager
async def a_worker(context: WorkerContext, valkey: LocalQueue) -> Any:
    worker = make_worker(context, WorkerSettings(queue_url=valkey.url))
    task = asyncio.create_task(worker.async_run())
    try:
        yield worker
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        # A job that is still going on is cut off first: `close` would stop at it, its pool open.
        jobs = list(worker.tasks.values())
        for job in jobs:
            job.cancel()
        await asyncio.gather(*jobs, return_exceptions=True)
        worker.tasks.clear()
        await worker.close()


async def until_matched(network: Graph, need_id: str) -> int:
    async with asyncio.timeout(LIMIT_S):
        while not (found := await Matches(network).suggestions_by_needs([need_id], 5))[need_id]:  # noqa: ASYNC110  # the graph tells nobody
            await asyncio.sleep(0.1)
    return len(found[need_id])


async def test_a_hint_makes_a_worker_match_a_need(
    context: WorkerContext, valkey: LocalQueue, network: Graph
) -> None:
    offer = await new_offer(network)
    need = await new_need(network)
    assert offer.kind is need.kind
    async with a_worker(context, valkey):
        await context.queue.hint("need.prepare", tenant_id=str(network.tenant_id))
        assert await until_matched(network, need.id) == 1


async def test_without_any_hint_the_sweep_finds_the_need(
    context: WorkerContext, valkey: LocalQueue, network: Graph
) -> None:
    await new_offer(network)
    need = await new_need(network)
    async with a_worker(context, valkey):
        assert await until_matched(network, need.id) == 1


async def test_a_queue_that_is_down_only_loses_the_hint() -> None:
    async with open_queue("redis://127.0.0.1:1/0") as queue:
        await queue.hint("need.prepare", tenant_id="anyone")
        assert not await queue.is_reachable()


async def test_the_same_mail_is_not_queued_twice(
    context: WorkerContext, valkey: LocalQueue, network: Graph
) -> None:
    for _ in range(3):
        await context.queue.hint("mail.deliver", tenant_id=str(network.tenant_id), mail_id="m")
    async with Redis.from_url(valkey.url) as client:
        assert await client.zcard("arq:queue") == 1


def test_jobs_travel_as_json() -> None:
    job = {"t": 1, "f": "need.prepare", "a": [], "k": {"tenant_id": "é"}, "et": 12}
    assert deserialize(serialize(job)) == job
    assert serialize(job).startswith(b"{")


@pytest.mark.parametrize(
    ("error", "raised"), [(GraphUnavailableError("down"), Retry), (ValueError("ours"), ValueError)]
)
async def test_only_what_waiting_can_mend_is_tried_again(
    context: WorkerContext, error: Exception, raised: type[Exception]
) -> None:
    async def failing(_context: WorkerContext, **_ids: str) -> None:
        raise error

    job = wrapped("need.prepare", failing)
    with pytest.raises(raised):
        await job.coroutine({"context": context, "job_try": 1}, tenant_id="t")
