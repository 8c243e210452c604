from collections import Counter

import pytest

from benchmarks.faults.plan import PLACES, Kind, Stage, drawn


def test_the_same_seed_gives_the_same_plan() -> None:
    assert drawn(3, 200, restarts=4) == drawn(3, 200, restarts=4)
    assert drawn(3, 200, restarts=4) != drawn(4, 200, restarts=4)


@pytest.mark.parametrize("count", [12, 30, 200])
def test_every_kind_has_its_share(count: int) -> None:
    plan = drawn(1, count, restarts=1)
    kinds = Counter(fault.kind for fault in plan)
    assert len(plan) == count
    assert set(kinds) == {*Kind}
    assert kinds[Kind.GRAPH_RESTARTED] == 1


def test_a_long_plan_reaches_every_place() -> None:
    plan = drawn(1, 200, restarts=4)
    for kind in (Kind.RELAY_HANGS, Kind.RELAY_CLOSES):
        reached = {(fault.stage, fault.is_passed) for fault in plan if fault.kind is kind}
        assert reached == {*PLACES}
    cuts = {(fault.commit, fault.is_passed) for fault in plan if fault.kind is Kind.GRAPH_CUT}
    assert len(cuts) == 6
    parts = sorted(fault.at for fault in plan if fault.kind is Kind.WORKER_KILLED)
    assert all(
        number / len(parts) <= at < (number + 1) / len(parts) for number, at in enumerate(parts)
    )
    assert {stage for stage, _ in PLACES} == {*Stage}
