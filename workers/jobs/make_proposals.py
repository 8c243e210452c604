"""`proposals.make`: asks about the suggestions that had to wait for their reader's next free day."""

from graph.lifecycle.proposing import propose
from graph.repositories.tenants import Tenants
from workers.context import WorkerContext


async def make_proposals(context: WorkerContext) -> None:
    """Asks in each tenant what may be asked now; what must be reviewed waits for its review."""
    written = 0
    for tenant in await Tenants(context.graph).all():
        graph = context.graph.for_tenant(tenant.id)
        written += await propose(graph, actor="system", is_released=False)
    if written:
        await context.queue.hint("work.sweep")
