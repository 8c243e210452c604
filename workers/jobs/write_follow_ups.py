"""`follow_ups.write`: a month and three months after an introduction, both sides are asked how it goes."""

from graph.lifecycle.following import DAYS
from graph.lifecycle.inquiring import ask_how_it_goes, engagements_to_follow
from workers.context import WorkerContext

BATCH = 500


async def write_follow_ups(context: WorkerContext, *, batch: int = BATCH) -> None:
    """Asks about all engagements whose day has come, in batches; safe to run twice."""
    for day in DAYS:
        while found := await engagements_to_follow(context.graph, day, batch):
            asked = [
                await ask_how_it_goes(context.graph.for_tenant(each["tenant_id"]), each["id"], day)
                for each in found
            ]
            await context.queue.hint("work.sweep")
            if not any(asked):
                # Ended or asked in between, all of them: what is left is found again in an hour.
                break
