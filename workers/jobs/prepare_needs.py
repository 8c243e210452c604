"""`need.prepare`: embeds what waits in a tenant, then matches the needs that wait, online."""

from datetime import timedelta

import structlog

from graph.errors import GraphError
from graph.lifecycle.proposing import propose
from graph.repositories.matches import Matches
from graph.repositories.tenants import Tenants
from workers.context import WorkerContext

BATCH = 50
LATER = timedelta(minutes=5)
log = structlog.get_logger()


async def prepare_needs(context: WorkerContext, *, tenant_id: str) -> None:
    """Works until nothing is due; a need that fails is tried again later, the others go on."""
    graph = context.graph.for_tenant(tenant_id)
    service = context.matching(tenant_id)
    async with context.locks[tenant_id]:
        await service.embed()
        while need_ids := await Matches(graph).waiting_needs(BATCH):
            matched = []
            for need_id in need_ids:
                try:
                    await service.match_need(need_id)
                except (GraphError, ValueError) as error:
                    log.exception("need not matched", need_id=need_id, why=str(error))
                    await Matches(graph).postpone(need_id, graph.clock() + LATER)
                else:
                    matched.append(need_id)
            await _ask(context, tenant_id, matched)


async def _ask(context: WorkerContext, tenant_id: str, need_ids: list[str]) -> None:
    tenant = await Tenants(context.graph).get(tenant_id)
    if tenant.is_review_required or not need_ids:
        return
    graph = context.graph.for_tenant(tenant_id)
    if await propose(graph, actor="worker", need_ids=need_ids):
        await context.queue.hint("work.sweep")
