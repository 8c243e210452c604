"""`runs.schedule`: asks for the nightly run of every tenant."""

from graph.repositories.runs import Runs
from graph.repositories.tenants import Tenants
from workers.context import WorkerContext


async def schedule_runs(context: WorkerContext) -> None:
    """One run for each tenant; the day is the seed, so that a night can be repeated."""
    seed = context.graph.clock().date().toordinal()
    for tenant in await Tenants(context.graph).all():
        run = await Runs(context.graph.for_tenant(tenant.id)).create_nightly(seed)
        if run is not None:
            await context.queue.hint("run.execute", tenant_id=tenant.id, run_id=run.id)
