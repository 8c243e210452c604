"""No need waits for ever: what is open for too long is handed to a person, or closed."""

from datetime import timedelta

from graph.connection import Graph, Record, Transaction
from graph.errors import NotFoundError
from graph.lifecycle.events import event_row, write_noted
from graph.lifecycle.steps import let_go
from graph.models.entities import Tenant

NEED_AGE = timedelta(days=90)
"""How long a need is looked for at most: four questions with all their silence fit into it."""
CAUSE = f"open for {NEED_AGE.days} days"


async def overdue_needs(graph: Graph, limit: int) -> list[Record]:
    """Needs of all tenants that have waited too long: `id`, `tenant_id`."""
    before = graph.clock() - NEED_AGE
    return await graph.read("list_overdue_needs", before=before, limit=limit)


async def conclude_need(graph: Graph, need_id: str) -> bool:
    """Hands a need that waited too long to the network's steward, or closes it; its matches end.

    False where it ended meanwhile.
    """

    async def work(transaction: Transaction) -> bool:
        before = transaction.now - NEED_AGE
        rows = await transaction.run("conclude_need", id=need_id, before=before)
        if not rows:
            return False
        action = f"need.{rows[0]['status'].lower()}"
        event = event_row("system", action, need_id, cause=CAUSE)
        await transaction.run("record_events", rows=[event])
        ended = await transaction.run("withdraw_by_subject", subject_id=need_id)
        await let_go(transaction, "system", ended, cause=CAUSE)
        return True

    return await graph.transact(work)


async def set_steward(graph: Graph, name: str | None, *, actor: str) -> Tenant:
    """Names who looks after needs that nobody was found for; None: they are closed.

    Raises:
        NotFoundError: the tenant is gone.
    """
    rows = await write_noted(
        graph,
        "set_steward",
        lambda row: event_row(actor, "tenant.steward_set", row["tenant"]["id"]),
        name=name,
    )
    if not rows:
        raise NotFoundError("the network of this key does not exist")
    return Tenant.model_validate(rows[0]["tenant"])
