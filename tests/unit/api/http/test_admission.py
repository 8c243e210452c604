import asyncio

import pytest

from api.http.admission import Admission
from api.http.refusals import OverloadedError


class Visitors:
    """Requests that take their turn and stay until they are let go."""

    def __init__(self, gate: Admission) -> None:
        self._gate = gate
        self._may_end = asyncio.Event()
        self.inside = 0

    async def visit(self) -> None:
        async with self._gate.turn():
            self.inside += 1
            await self._may_end.wait()

    async def arrive(self, count: int) -> list[asyncio.Task[None]]:
        tasks = [asyncio.create_task(self.visit()) for _ in range(count)]
        await asyncio.sleep(0)
        return tasks

    async def end(self, tasks: list[asyncio.Task[None]]) -> list[object]:
        self._may_end.set()
        return [type(found) for found in await asyncio.gather(*tasks, return_exceptions=True)]


async def test_so_many_run_so_many_wait_and_the_rest_is_refused() -> None:
    visitors = Visitors(Admission(running=3, waiting=2))
    tasks = await visitors.arrive(9)
    assert visitors.inside == 3
    ends = await visitors.end(tasks)
    assert ends == [type(None)] * 5 + [OverloadedError] * 4
    assert visitors.inside == 5


async def test_places_are_given_back_whatever_happens() -> None:
    gate = Admission(running=1, waiting=0)
    with pytest.raises(ZeroDivisionError):
        async with gate.turn():
            raise ZeroDivisionError
    visitors = Visitors(gate)
    (task,) = await visitors.arrive(1)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert await visitors.end(await visitors.arrive(1)) == [type(None)]


async def test_nobody_waits_longer_than_it_is_of_use() -> None:
    visitors = Visitors(Admission(running=1, waiting=1, longest_wait_s=0.01))
    runs, waits = await visitors.arrive(2)
    with pytest.raises(OverloadedError):
        await waits
    assert await visitors.end([runs]) == [type(None)]


async def test_who_would_be_refused_later_is_refused_at_once() -> None:
    gate = Admission(running=1, waiting=0)
    gate.refuse_if_full()
    visitors = Visitors(gate)
    tasks = await visitors.arrive(1)
    with pytest.raises(OverloadedError) as refused:
        gate.refuse_if_full()
    assert refused.value.headers == {"retry-after": "1"}
    await visitors.end(tasks)
    gate.refuse_if_full()


def test_bodies_that_are_arriving_are_bounded() -> None:
    gate = Admission(running=1, waiting=0, arriving=1)
    with gate.arrival(), pytest.raises(OverloadedError), gate.arrival():
        pytest.fail("it must not be received")
    with gate.arrival():
        pass
