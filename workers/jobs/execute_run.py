"""`run.execute`: a whole run of the matcher for one tenant."""

from graph.lifecycle.proposing import propose
from graph.models.vocabulary import RunState
from graph.repositories.runs import Runs
from workers.context import WorkerContext


async def execute_run(context: WorkerContext, *, tenant_id: str, run_id: str) -> None:
    """Does the run, then asks about what need not be reviewed, or was.

    A second try asks, too: the first may have ended between the run and the mails.
    """
    graph = context.graph.for_tenant(tenant_id)
    async with context.locks[tenant_id]:
        await context.matching(tenant_id).execute_run(run_id)
    run = await Runs(graph).get(run_id)
    if run.state is RunState.FINISHED:
        await propose(graph, actor=f"run:{run_id}", is_released=False)
        await context.queue.hint("work.sweep")
