"""The capacity of one process, and what it does with three times as much."""

import asyncio
import math
import time
from collections import Counter
from typing import Any

from benchmarks.load.client import Answer, Caller
from benchmarks.memory import resident_mb

TIMES = 3
CALLERS = 16
CAPACITY_S = 5.0
OVERLOAD_S = 12.0
REST_S = 5.0
LONGEST_P99_S = 2.0
SPARE_MIB = 32.0  # what a heap may keep for the next burst
QUERY = """{ parties(first: 50) { nodes { name kind sector { name }
  needs(first: 3) { nodes { title kind } } } } }"""


async def capacity(caller: Caller) -> float:
    """Answers a second where sixteen ask one after the other."""
    ends_at = time.perf_counter() + CAPACITY_S

    async def again() -> int:
        answered = 0
        while time.perf_counter() < ends_at:
            answered += (await caller.ask()).status == 200
        return answered

    started = time.perf_counter()
    answered = sum(await asyncio.gather(*(again() for _ in range(CALLERS))))
    return answered / (time.perf_counter() - started)


async def overload(caller: Caller, per_s: float) -> list[Answer]:
    """The answers where so many ask a second, whether they are answered or not."""
    tasks: list[asyncio.Task[Answer]] = []
    started = time.perf_counter()
    while (passed := time.perf_counter() - started) < OVERLOAD_S:
        due = math.floor(passed * per_s) - len(tasks)
        tasks += [asyncio.create_task(caller.ask()) for _ in range(due)]
        await asyncio.sleep(0.005)
    return await asyncio.gather(*tasks)


async def measured(caller: Caller, pid: int) -> dict[str, Any]:
    """The figures, with the gates. `pid` is that of the service."""
    await capacity(caller)  # documents are parsed, keys found, plans compiled
    before = rss_mib(pid)
    rate = await capacity(caller)
    answers = await overload(caller, TIMES * rate)
    during = rss_mib(pid)
    await asyncio.sleep(REST_S)
    after_rate, after = await capacity(caller), rss_mib(pid)
    return report(answers, rate, after_rate, {"before": before, "during": during, "after": after})


def report(
    answers: list[Answer], rate: float, after_rate: float, mib: dict[str, float]
) -> dict[str, Any]:
    """The figures of a run."""
    statuses = Counter(answer.status for answer in answers)
    accepted = sorted(answer.seconds for answer in answers if answer.status == 200)
    shed = [answer for answer in answers if answer.status == 503]
    p99, shed_p99 = _p99(accepted), _p99([answer.seconds for answer in shed])
    return {
        "capacity_per_s": round(rate, 1),
        "capacity_after_per_s": round(after_rate, 1),
        "asked_per_s": round(len(answers) / OVERLOAD_S, 1),
        "answered_per_s": round(len(accepted) / OVERLOAD_S, 1),
        "statuses": {str(status): count for status, count in sorted(statuses.items())},
        "accepted_p50_s": round(accepted[len(accepted) // 2], 3) if accepted else None,
        "accepted_p99_s": None if p99 is None else round(p99, 3),
        "shed_p99_s": None if shed_p99 is None else round(shed_p99, 3),
        "rss_mib": {name: round(value, 1) for name, value in mib.items()},
        "gates": {
            "excess_is_shed": bool(shed) and set(statuses) <= {200, 503},
            "says_when_to_ask_again": all(answer.says_when for answer in shed),
            "accepted_p99_below_2_s": p99 is not None and p99 < LONGEST_P99_S,
            "memory_returns": mib["after"] <= mib["before"] + SPARE_MIB,
        },
    }


def _p99(seconds: list[float]) -> float | None:
    ordered = sorted(seconds)
    return ordered[int(0.99 * (len(ordered) - 1))] if ordered else None


def rss_mib(pid: int) -> float:
    """Resident memory of a process, in 2^20 bytes."""
    return resident_mb(pid) * 1e6 / 2**20
