"""Points that all processes count together, on a real Valkey."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from api.limits.buckets import SIZE_POINTS, Buckets, open_buckets
from graph.ids import new_id
from workers.local import LocalQueue


@pytest.fixture
async def two(valkey: LocalQueue) -> AsyncIterator[tuple[Buckets, Buckets]]:
    async with open_buckets(valkey.url) as one, open_buckets(valkey.url) as other:
        yield one, other


async def test_two_processes_share_a_bucket(two: tuple[Buckets, Buckets]) -> None:
    caller = new_id()
    assert (await two[0].take(caller, SIZE_POINTS - 10)).is_taken
    refused = await two[1].take(caller, 500)
    assert not refused.is_taken
    assert 0 < refused.wait_s(500) < 5


async def test_points_are_never_spent_twice(two: tuple[Buckets, Buckets]) -> None:
    caller = new_id()
    taken = await asyncio.gather(*(two[n % 2].take(caller, 400) for n in range(20)))
    assert sum(balance.is_taken for balance in taken) == SIZE_POINTS // 400


async def test_what_is_given_back_counts_at_the_next_request(two: tuple[Buckets, Buckets]) -> None:
    caller = new_id()
    await two[0].take(caller, SIZE_POINTS)
    two[0].give_back(caller, 1_500)
    assert (await two[0].take(caller, 1_400)).is_taken


async def test_without_an_answer_each_process_counts() -> None:
    async with open_buckets("redis://127.0.0.1:9/0") as alone:
        assert (await alone.take("a", SIZE_POINTS)).is_taken
        assert not (await alone.take("a", SIZE_POINTS)).is_taken


async def test_a_server_that_accepts_and_says_nothing_is_not_waited_for() -> None:
    over = asyncio.Event()

    async def silent(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await over.wait()
        writer.close()

    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, open_buckets(f"redis://127.0.0.1:{port}/0") as alone:
        async with asyncio.timeout(3):
            assert (await alone.take("a", 10)).is_taken
        over.set()
