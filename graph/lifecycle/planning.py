"""What both sides of an engagement agree on: its milestones, and a note that both read."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from graph.connection import Graph, Transaction
from graph.errors import NotFoundError, OutdatedError
from graph.lifecycle.events import event_row
from graph.models.entities import Engagement
from graph.models.inputs import PlanInput
from graph.models.vocabulary import Side

CHANGED = "somebody else changed the plan meanwhile: read it again, then send yours"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a side writes.

    `as_of` is `Engagement.planned_at` as they read it: where it has changed since, nothing is
    written. None writes in any case.
    """

    engagement_id: str
    side: Side
    actor: str
    agreed: PlanInput
    as_of: datetime | None = None

    def properties(self) -> dict[str, Any]:
        """What is stored; an empty text goes."""
        found = self.agreed.model_dump(mode="json", exclude_none=True)
        if "milestones" in found:
            found["milestones"] = json.dumps(found["milestones"], ensure_ascii=False)
        return found | ({"note": found["note"] or None} if "note" in found else {})


async def plan_engagement(graph: Graph, plan: Plan) -> Engagement:
    """Keeps a plan.

    Raises:
        NotFoundError: no such engagement belongs to the tenant.
        OutdatedError: it has changed since it was read.
    """

    async def work(transaction: Transaction) -> Engagement:
        locked = await transaction.run("lock_plan", id=plan.engagement_id)
        if not locked:
            raise NotFoundError(f"no engagement has the id {plan.engagement_id}: check the id")
        if plan.as_of not in (None, locked[0]["planned_at"]):
            raise OutdatedError(CHANGED)
        (row,) = await transaction.run(
            "plan_engagement", id=plan.engagement_id, plan=plan.properties()
        )
        event = event_row(plan.actor, "engagement.planned", plan.engagement_id, side=plan.side)
        await transaction.run("record_events", rows=[event])
        return Engagement.model_validate(row["engagement"])

    return await graph.transact(work)
