"""One preview at a time, each for somebody who still waits for it."""

import asyncio
import threading

import pytest

from matching.engine.parallel import Check
from matching.engine.pipeline import run
from matching.policy.desk import AbandonedError, BusyError, PreviewDesk, while_awaited
from matching.policy.service import Baseline
from tests.strategies.markets import random_market

MARKET = random_market(1, 3, 3)
RESULT = run(MARKET, seed=1)


async def read() -> Baseline:
    return Baseline(MARKET, None, RESULT)


async def ask(desk: PreviewDesk, key: str, served: list[str]) -> Baseline:
    async with desk.turn(key, read) as baseline:
        served.append(key)
        return baseline


async def settled() -> None:
    """Lets every task go on until it waits for another one."""
    for _ in range(10):
        await asyncio.sleep(0)


async def test_turns_come_one_by_one_in_the_order_of_coming() -> None:
    desk, served = PreviewDesk(), list[str]()
    async with desk.turn("first", read):
        others = [asyncio.create_task(ask(desk, key, served)) for key in ("a", "b", "c")]
        await settled()
        assert served == []
    await asyncio.gather(*others)
    assert served == ["a", "b", "c"]


async def test_who_waited_meanwhile_shares_what_is_read_and_who_came_later_does_not() -> None:
    desk, served = PreviewDesk(), list[str]()
    async with desk.turn("a", read) as first:
        others = [asyncio.create_task(ask(desk, key, served)) for key in ("a", "a", "b")]
        await settled()
    second, third, of_other = await asyncio.gather(*others)
    # Those two came after the first had begun to read: what it has may lack what they wrote.
    assert second is not first
    assert third is second
    assert of_other is not third
    assert await ask(desk, "b", served) is not of_other


async def test_who_has_no_more_patience_is_told_and_takes_no_turn() -> None:
    desk, served = PreviewDesk(), list[str]()
    async with desk.turn("a", read):
        with pytest.raises(BusyError, match="try again"):
            async with desk.turn("b", read, patience_s=0):
                served.append("b")
    assert await ask(desk, "c", served)
    assert served == ["c"]


async def test_who_goes_gives_the_turn_up() -> None:
    desk, served = PreviewDesk(), list[str]()
    async with desk.turn("a", read):
        gone, other = (asyncio.create_task(ask(desk, key, served)) for key in ("gone", "other"))
        await settled()
        gone.cancel()
    await other
    assert served == ["other"]


async def test_a_reading_that_fails_leaves_the_turn_to_the_next() -> None:
    desk, served = PreviewDesk(), list[str]()

    async def broken() -> Baseline:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        async with desk.turn("a", broken):
            served.append("a")
    await ask(desk, "b", served)
    assert served == ["b"]


async def test_what_nobody_waits_for_ends_at_its_next_check_and_only_then_gives_its_turn_away() -> (
    None
):
    began, may_go_on, how = threading.Event(), threading.Event(), list[str]()

    def work(check: Check) -> None:
        began.set()
        may_go_on.wait(timeout=60)
        try:
            check()
        except AbandonedError:
            how.append("ended")
            raise
        how.append("went on")

    waiting = asyncio.create_task(while_awaited(work))
    await asyncio.to_thread(began.wait, 60)
    waiting.cancel()
    await settled()
    assert not waiting.done()
    may_go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert how == ["ended"]


async def test_what_is_waited_for_goes_on() -> None:
    def work(check: Check) -> int:
        check()
        return 3

    assert await while_awaited(work) == 3
