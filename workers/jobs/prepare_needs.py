"""`need.prepare`: embeds what waits in a tenant, then matches the needs that wait, online."""

from datetime import timedelta

import structlog

from graph.lifecycle.proposing import propose
from graph.repositories.matches import Matches
from workers.context import WorkerContext

BATCH = 50
LATER = timedelta(minutes=5)
log = structlog.get_logger()


async def prepare_needs(context: WorkerContext, *, tenant_id: str) -> None:
    """Works until nothing is due; a need that fails is tried again later, the others go on.

    Where another such job waits for its turn already, this one ends at once: an import takes
    minutes, and the hints of these minutes would take every place of the worker.
    """
    if tenant_id in context.waiting:
        return
    context.waiting.add(tenant_id)
    try:
        async with context.locks[tenant_id]:
            context.waiting.discard(tenant_id)
            await _prepare(context, tenant_id)
    finally:
        context.waiting.discard(tenant_id)


async def _prepare(context: WorkerContext, tenant_id: str) -> None:
    graph = context.graph.for_tenant(tenant_id)
    await context.matching(tenant_id).embed()
    while need_ids := await Matches(graph).waiting_needs(BATCH):
        mails = 0
        for need_id in need_ids:
            if await _is_matched(context, tenant_id, need_id):
                # At once: a worker that is lost later in the batch has left nobody unasked.
                mails += await propose(graph, actor="worker", need_ids=[need_id], is_released=False)
        if mails:
            await context.queue.hint("work.sweep")


async def _is_matched(context: WorkerContext, tenant_id: str, need_id: str) -> bool:
    try:
        await context.matching(tenant_id).match_need(need_id)
    except Exception as error:
        # Whatever is odd about one need must not hold up the others.
        log.exception("need not matched", need_id=need_id, why=type(error).__name__)
        graph = context.graph.for_tenant(tenant_id)
        await Matches(graph).postpone(need_id, graph.clock() + LATER)
        return False
    return True
