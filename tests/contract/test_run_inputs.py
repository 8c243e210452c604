"""What runs read is kept for the newest of them."""

from graph.connection import Graph
from graph.ids import new_id
from graph.repositories import run_inputs
from graph.repositories.run_inputs import RunRecords
from graph.repositories.runs import Runs
from tests.factories import new_tenant


async def test_a_record_is_kept_and_replaced(tenant: Graph) -> None:
    run = await Runs(tenant).create(seed=1)
    records = RunRecords(tenant)
    assert await records.get(run.id) is None
    await records.store(run.id, b"\x00first")
    await records.store(run.id, bytes(range(256)))
    found = await records.get(run.id)
    assert found
    assert (found.run_id, found.content) == (run.id, bytes(range(256)))


async def test_the_newest_runs_keep_theirs(tenant: Graph) -> None:
    runs = [await Runs(tenant).create(seed=seed) for seed in range(run_inputs.KEPT + 2)]
    records = RunRecords(tenant)
    for run in runs:
        await records.store(run.id, b"read")
    kept = [run.id for run in runs if await records.get(run.id)]
    assert kept == [run.id for run in runs[2:]]


async def test_a_foreign_record_is_out_of_reach(tenant: Graph, migrated_graph: Graph) -> None:
    other = await new_tenant(migrated_graph)
    theirs = await Runs(other).create(seed=1)
    await RunRecords(other).store(theirs.id, b"theirs")
    await RunRecords(tenant).store(theirs.id, b"mine")
    assert await RunRecords(tenant).get(theirs.id) is None
    assert await RunRecords(tenant).get(new_id()) is None
    found = await RunRecords(other).get(theirs.id)
    assert found
    assert found.content == b"theirs"
