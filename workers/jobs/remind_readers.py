"""`proposals.remind`: whoever was asked and has not answered is reminded once."""

from graph.lifecycle.reminding import remind, unreminded_mails
from workers.context import WorkerContext

BATCH = 500


async def remind_readers(context: WorkerContext, *, batch: int = BATCH) -> None:
    """Reminds all whose time has come, in batches."""
    while found := await unreminded_mails(context.graph, batch):
        reminded = [
            await remind(context.graph.for_tenant(mail["tenant_id"]), mail["id"]) for mail in found
        ]
        await context.queue.hint("work.sweep")
        if not any(reminded):
            # Answered in between, all of them: what is left is found again in an hour.
            return
