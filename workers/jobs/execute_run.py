"""`run.execute`: a whole run of the matcher for one tenant."""

from graph.lifecycle.proposing import propose
from graph.models.vocabulary import RunState
from graph.repositories.runs import Runs
from graph.repositories.tenants import Tenants
from workers.context import WorkerContext


async def execute_run(context: WorkerContext, *, tenant_id: str, run_id: str) -> None:
    """Does the run, then asks the seekers where the tenant lets suggestions go out.

    A second try asks, too: the first may have ended between the run and the mails.
    """
    graph = context.graph.for_tenant(tenant_id)
    async with context.locks[tenant_id]:
        await context.matching(tenant_id).execute_run(run_id)
    run = await Runs(graph).get(run_id)
    tenant = await Tenants(context.graph).get(tenant_id)
    if run.state is RunState.FINISHED and not tenant.is_review_required:
        await propose(graph, actor=f"run:{run_id}")
        await context.queue.hint("work.sweep")
