"""`reports.write`: on Mondays at eight, what the week brought, for each network's staff."""

from zoneinfo import ZoneInfo

from graph.lifecycle.timing import DEFAULT_ZONE
from graph.models.vocabulary import MailKind
from graph.repositories.periodic import enqueue_periodic
from graph.repositories.tenants import Tenants
from workers.context import WorkerContext
from workers.mail.zones import MONDAY, REPORT_FROM, period


async def write_reports(context: WorkerContext) -> None:
    """Writes one mail for each network that has an address; safe to run twice, and late."""
    day = period(context.graph.clock(), ZoneInfo(DEFAULT_ZONE), MONDAY, REPORT_FROM)
    if day is None:
        return
    for tenant in await Tenants(context.graph).all():
        if tenant.reply_to is not None:
            graph = context.graph.for_tenant(tenant.id)
            await enqueue_periodic(graph, MailKind.WEEKLY_REPORT, tenant.id, day)
    await context.queue.hint("work.sweep")
