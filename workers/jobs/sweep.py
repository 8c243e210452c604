"""`work.sweep`: finds in the graph what the queue has lost, or was never told."""

from datetime import timedelta

from graph.repositories.embeddings import tenants_with_tasks
from graph.repositories.outbox import due_mails, settle_lost_mails
from graph.repositories.runs import Runs, abandoned_runs
from workers.context import WorkerContext

MAILS = 500
RUN_IS_WAITING = timedelta(seconds=30)
RUN_IS_LOST = timedelta(minutes=30)
"""Longer than a job may take: a run that is older has no worker any more."""


async def sweep(context: WorkerContext) -> None:
    """Hints every piece of work that waits; hints that are queued already are not doubled."""
    graph, queue = context.graph, context.queue
    await settle_lost_mails(graph)
    waiting = {t for kind in ("EMBED", "MATCH") for t in await tenants_with_tasks(graph, kind)}
    for tenant_id in sorted(waiting):
        await queue.hint("need.prepare", tenant_id=tenant_id)
    for mail in await due_mails(graph, MAILS):
        await queue.hint("mail.deliver", tenant_id=mail["tenant_id"], mail_id=mail["id"])
    await _sweep_runs(context)


async def _sweep_runs(context: WorkerContext) -> None:
    now = context.graph.clock()
    found = await abandoned_runs(
        context.graph, before=now - RUN_IS_WAITING, started_before=now - RUN_IS_LOST
    )
    for run in found:
        tenant_id, run_id = run["tenant_id"], run["id"]
        await Runs(context.graph.for_tenant(tenant_id)).reopen(run_id, now - RUN_IS_LOST)
        await context.queue.hint("run.execute", tenant_id=tenant_id, run_id=run_id)
