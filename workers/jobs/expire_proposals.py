"""`proposals.expire`: proposals that nobody answered in time end, and their needs go on."""

from graph.lifecycle.answering import expire_match
from graph.lifecycle.links import LINK_AGE
from graph.repositories.matches import expired_proposals
from workers.context import WorkerContext

BATCH = 500


async def expire_proposals(context: WorkerContext) -> None:
    """Ends proposals older than their links; one that is answered meanwhile is left alone."""
    before = context.graph.clock() - LINK_AGE
    tenants = set()
    for row in await expired_proposals(context.graph, before=before, limit=BATCH):
        if await expire_match(context.graph.for_tenant(row["tenant_id"]), row["id"]):
            tenants.add(row["tenant_id"])
    for tenant_id in sorted(tenants):
        await context.queue.hint("need.prepare", tenant_id=tenant_id)
