"""A need that has ended is looked for again, as its owner or staff ask."""

from graph.connection import Graph, Transaction
from graph.errors import NotFoundError, OutdatedError
from graph.lifecycle.events import event_row
from graph.lifecycle.steps import rematch
from graph.models.entities import Need
from graph.models.vocabulary import NeedStatus


async def reopen_need(graph: Graph, need_id: str, *, actor: str) -> Need:
    """Opens a need again, for as long as a new one, and has it matched; one that is open stays so.

    Whoever had said yes before is not proposed again.

    Raises:
        NotFoundError: no such need belongs to the tenant.
        OutdatedError: an engagement of it goes on.
    """

    async def work(transaction: Transaction) -> Need:
        rows = await transaction.run("lock_need_to_reopen", id=need_id)
        if not rows:
            raise NotFoundError(f"no need has the id {need_id}: check the id")
        need = Need.model_validate(rows[0]["need"])
        if need.status is NeedStatus.OPEN:
            return need
        if rows[0]["is_going_on"]:
            raise OutdatedError("an engagement of this need goes on: end it first")
        (opened,) = await transaction.run("reopen_need", id=need_id)
        event = event_row(actor, "need.reopened", need_id, cause=f"was {need.status}")
        await transaction.run("record_events", rows=[event])
        await rematch(transaction, [need_id])
        return Need.model_validate(opened["need"])

    return await graph.transact(work)
