"""Runs of the matcher: asked for, done once, found again when their worker is lost."""

import asyncio
from datetime import timedelta

import pytest

from graph.connection import Graph
from graph.errors import NotFoundError
from graph.ids import new_id
from graph.models.entities import Run
from graph.models.vocabulary import RunState
from graph.repositories.runs import Runs, abandoned_runs
from tests.factories import new_tenant


async def _finished(tenant: Graph, seed: int = 7) -> Run:
    runs = Runs(tenant)
    asked = await runs.create(seed=seed)
    await runs.start(asked.id)
    return await runs.finish(
        asked.id,
        parameters={"cards": 3},
        model="e5@1",
        counts={"needs": 2},
        value=1.5,
        dual_bound=1.6,
        gap=0.0625,
    )


async def test_a_run_keeps_its_report(tenant: Graph) -> None:
    asked = await Runs(tenant).create(seed=7, parameters={"cards": 2})
    assert (asked.state, asked.seed, asked.parameters) == (RunState.REQUESTED, 7, {"cards": 2})
    run = await _finished(tenant)
    assert await Runs(tenant).get(run.id) == run
    assert (run.state, run.parameters, run.counts) == ("FINISHED", {"cards": 3}, {"needs": 2})
    assert (run.value, run.dual_bound, run.gap, run.model) == (1.5, 1.6, 0.0625, "e5@1")
    assert run.started_at
    assert run.finished_at
    assert run.started_at <= run.finished_at


async def test_of_many_workers_one_starts_a_run(tenant: Graph) -> None:
    asked = await Runs(tenant).create(seed=7)
    started = await asyncio.gather(*(Runs(tenant).start(asked.id) for _ in range(8)))
    assert [run.state for run in started if run] == [RunState.RUNNING]


async def test_a_run_that_failed_says_why(tenant: Graph) -> None:
    asked = await Runs(tenant).create(seed=7)
    await Runs(tenant).fail(asked.id, "no vectors")
    failed = await Runs(tenant).get(asked.id)
    assert (failed.state, failed.error) == (RunState.FAILED, "no vectors")
    assert await Runs(tenant).start(asked.id) is None


async def test_a_lost_run_is_found_and_given_back(tenant: Graph) -> None:
    runs, now = Runs(tenant), tenant.clock()
    asked, running = await runs.create(seed=1), await runs.create(seed=2)
    await runs.start(running.id)
    hour = timedelta(hours=1)

    async def found(*, before: timedelta, started_before: timedelta) -> set[str]:
        rows = await abandoned_runs(
            tenant, before=now + before, started_before=now + started_before
        )
        return {row["id"] for row in rows if row["tenant_id"] == tenant.tenant_id}

    assert await found(before=-hour, started_before=-hour) == set()
    assert await found(before=hour, started_before=-hour) == {asked.id}
    assert await found(before=-hour, started_before=hour) == {running.id}
    assert not await runs.reopen(running.id, now - hour)
    assert await runs.reopen(running.id, now + hour)
    assert not await runs.reopen(asked.id, now + hour)
    assert await runs.start(running.id)


async def test_a_night_has_one_run(tenant: Graph) -> None:
    assert await Runs(tenant).create_nightly(20_270_101)
    assert await Runs(tenant).create_nightly(20_270_101) is None
    assert await Runs(tenant).create_nightly(20_270_102)


async def test_runs_are_paged_and_read_by_id(tenant: Graph) -> None:
    runs = Runs(tenant)
    ids = [(await runs.create(seed=seed)).id for seed in range(3)]
    page = await runs.page(first=2)
    assert ([run.id for run in page.items], page.has_next) == ([ids[2], ids[1]], True)
    await runs.create(seed=9)
    assert [run.id for run in (await runs.page(first=2, after=ids[1])).items] == [ids[0]]
    assert set(await runs.get_many([ids[0], new_id()])) == {ids[0]}


async def test_the_last_finished_run_is_the_newest(tenant: Graph) -> None:
    assert await Runs(tenant).last_finished() is None
    await _finished(tenant, seed=1)
    newest = await _finished(tenant, seed=2)
    await Runs(tenant).create(seed=3)
    assert await Runs(tenant).last_finished() == newest


async def test_a_foreign_run_is_out_of_reach(tenant: Graph, migrated_graph: Graph) -> None:
    other = await new_tenant(migrated_graph)
    theirs = await Runs(other).create(seed=7)
    with pytest.raises(NotFoundError):
        await Runs(tenant).get(theirs.id)
    assert await Runs(tenant).start(theirs.id) is None
    await Runs(tenant).fail(theirs.id, "no")
    assert await Runs(other).get(theirs.id) == theirs
