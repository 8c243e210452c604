import pytest

from api.limits.buckets import REFILL_POINTS_PER_S, SIZE_POINTS, LocalBuckets


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


async def test_a_bucket_is_emptied_and_fills_again() -> None:
    clock = Clock()
    local = LocalBuckets(clock)
    assert (await local.take("a", SIZE_POINTS)).is_taken
    refused = await local.take("a", 50)
    assert not refused.is_taken
    assert refused.wait_s(50) == pytest.approx(0.5)
    clock.now += 0.5
    assert (await local.take("a", 50)).is_taken
    clock.now += 1_000
    assert (await local.take("a", 0)).points == SIZE_POINTS


async def test_each_caller_has_its_own() -> None:
    local = LocalBuckets(Clock())
    await local.take("a", SIZE_POINTS)
    assert (await local.take("b", SIZE_POINTS)).is_taken


async def test_what_was_not_needed_is_given_back_up_to_the_brim() -> None:
    local = LocalBuckets(Clock())
    await local.take("a", 100)
    local.give_back("a", 40)
    assert (await local.take("a", 0)).points == SIZE_POINTS - 60
    local.give_back("a", 1_000)
    assert (await local.take("a", 0)).points == SIZE_POINTS


async def test_a_debt_is_paid_by_the_next_requests() -> None:
    local = LocalBuckets(Clock())
    local.give_back("a", -SIZE_POINTS - 10)
    refused = await local.take("a", 1)
    assert not refused.is_taken
    assert refused.wait_s(1) == pytest.approx(11 / REFILL_POINTS_PER_S)


async def test_not_more_callers_are_kept_than_memory_may_hold() -> None:
    local = LocalBuckets(Clock(), most_callers=2)
    for caller in "abc":
        await local.take(caller, 10)
    assert list(local._held) == ["b", "c"]
