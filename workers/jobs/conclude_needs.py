"""`needs.conclude`: needs that waited too long are handed to a person, or closed."""

from graph.lifecycle.concluding import conclude_need, overdue_needs
from workers.context import WorkerContext

BATCH = 500


async def conclude_needs(context: WorkerContext, *, batch: int = BATCH) -> None:
    """Ends all waits that are over, in batches."""
    while found := await overdue_needs(context.graph, batch):
        ended = [
            await conclude_need(context.graph.for_tenant(need["tenant_id"]), need["id"])
            for need in found
        ]
        if not any(ended):
            return
