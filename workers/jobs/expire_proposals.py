"""`proposals.expire`: proposals that nobody answered in time end, and their needs go on."""

from datetime import datetime

import structlog

from graph.connection import Record
from graph.errors import NotFoundError
from graph.lifecycle.ending import expire_match
from graph.lifecycle.links import LINK_AGE
from graph.repositories.matches import expired_proposals
from workers.context import WorkerContext

BATCH = 500
log = structlog.get_logger()


async def expire_proposals(context: WorkerContext, *, batch: int = BATCH) -> None:
    """Ends proposals older than their links; one that is answered meanwhile is left alone.

    A night's run asks about thousands at once, so they end at once, too: all of them, in batches.
    """
    before = context.graph.clock() - LINK_AGE
    while rows := await expired_proposals(context.graph, before=before, limit=batch):
        tenants = {row["tenant_id"] for row in rows if await _is_ended(context, row, before)}
        for tenant_id in sorted(tenants):
            await context.queue.hint("need.prepare", tenant_id=tenant_id)
        if not tenants:
            # What cannot be ended now is found again in an hour.
            return


async def _is_ended(context: WorkerContext, row: Record, before: datetime) -> bool:
    graph = context.graph.for_tenant(row["tenant_id"])
    try:
        return await expire_match(graph, row["id"], asked_before=before)
    except NotFoundError:
        log.warning("proposal without its need or offer", match_id=row["id"])
        return False
