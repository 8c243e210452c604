"""`need.prepare` under pressure: many hints, a need that fails, a worker that is lost."""

import asyncio

from graph.connection import Graph
from graph.models.vocabulary import MatchState
from graph.repositories.matches import Matches
from graph.repositories.outbox import Outbox
from tests.factories import new_need, new_offer, new_tenant
from workers.context import WorkerContext
from workers.jobs.prepare_needs import prepare_needs


def _tenant_of(graph: Graph) -> str:
    assert graph.tenant_id is not None
    return graph.tenant_id


async def test_hints_during_a_long_job_take_one_place_and_not_all(context: WorkerContext) -> None:
    tenant_id = _tenant_of(await new_tenant(context.graph))
    async with context.locks[tenant_id]:
        hinted = [
            asyncio.create_task(prepare_needs(context, tenant_id=tenant_id)) for _ in range(8)
        ]
        async with asyncio.timeout(5):
            await asyncio.wait(hinted[1:])
        assert [job.done() for job in hinted] == [False] + [True] * 7
    await hinted[0]
    assert not context.waiting


async def test_a_job_that_waits_and_is_cancelled_leaves_its_place(context: WorkerContext) -> None:
    tenant_id = _tenant_of(await new_tenant(context.graph))
    async with context.locks[tenant_id]:
        job = asyncio.create_task(prepare_needs(context, tenant_id=tenant_id))
        await asyncio.sleep(0)
        job.cancel()
        await asyncio.wait([job])
    assert not context.waiting


async def test_a_need_that_cannot_be_read_does_not_hold_up_the_others(
    context: WorkerContext,
) -> None:
    network = await new_tenant(context.graph)
    broken, need = await new_need(network), await new_need(network)
    await new_offer(network)
    # Its party is gone: what the assembly looks up is not there.
    await network.run_statement("MATCH (p:Party {id: $id}) DETACH DELETE p", id=broken.party_id)

    await prepare_needs(context, tenant_id=_tenant_of(network))

    (match,) = (await Matches(network).suggestions_by_needs([need.id], 10))[need.id]
    assert match.state is MatchState.PROPOSED
    assert await Matches(network).waiting_needs(10) == []
    assert len((await Outbox(network).page(first=10)).items) == 1
