"""`mail.deliver`: one row of the outbox."""

from workers.context import WorkerContext
from workers.mail.delivery import deliver


async def deliver_mail(context: WorkerContext, *, tenant_id: str, mail_id: str) -> None:
    """Sends one mail if it is due and still fits."""
    await deliver(
        context.graph.for_tenant(tenant_id),
        mail_id,
        transport=context.transport,
        letterhead=context.letterhead,
    )
