"""`requests.forget`: answers kept for idempotency keys go after a day."""

from graph.repositories.requests import forget_expired
from workers.context import WorkerContext

BATCH = 1_000


async def forget_requests(context: WorkerContext, *, batch: int = BATCH) -> None:
    """Forgets all whose time is over, in batches."""
    while await forget_expired(context.graph, limit=batch) == batch:
        pass
