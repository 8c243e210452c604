"""The desk's own order of suggestions, and who of the staff looks after them."""

from collections.abc import Mapping, Sequence

from graph.connection import Graph, Transaction
from graph.errors import NotFoundError, OutdatedError
from graph.lifecycle.events import event_row, write_noted
from graph.models.entities import Match, Need
from graph.records import match_from


class NoneOfNeedError(NotFoundError):
    """A match that shall be ordered, by its position in what was sent, is none of the need's."""

    def __init__(self, match_id: str, position: int) -> None:
        super().__init__(f"the need has no match {match_id}: check the id")
        self.position = position


async def order_suggestions(
    graph: Graph, need_id: str, match_ids: Sequence[str], *, actor: str
) -> tuple[Match, ...]:
    """Puts suggestions of a need in order: they are asked about first, in it; the others follow.

    Returns the need's suggestions in their order. A newer matching leaves it alone.

    Raises:
        NotFoundError: no such need belongs to the tenant.
        NoneOfNeedError: one of the matches is not about the need.
        OutdatedError: one of the matches is being asked about already, or over.
    """

    async def work(transaction: Transaction) -> tuple[Match, ...]:
        rows = await transaction.run("lock_need_to_order", need_id=need_id, ids=list(match_ids))
        if not rows:
            raise NotFoundError(f"no need has the id {need_id}: check the id")
        _check(match_ids, {row["id"]: row["is_open"] for row in rows[0]["found"]})
        ordered = await transaction.run("order_suggestions", need_id=need_id, ids=list(match_ids))
        events = [
            event_row(actor, "match.ordered", row["match"]["id"], cause="review", place=place)
            for place, row in enumerate(ordered, 1)
            if row["is_moved"]
        ]
        await transaction.run("record_events", rows=events)
        return tuple(match_from(row["match"]) for row in ordered)

    return await graph.transact(work)


def _check(match_ids: Sequence[str], is_open: Mapping[str, bool]) -> None:
    for position, match_id in enumerate(match_ids):
        if match_id not in is_open:
            raise NoneOfNeedError(match_id, position)
        if not is_open[match_id]:
            raise OutdatedError(f"match {match_id} is no suggestion any more: read the queue again")


async def assign_need(graph: Graph, need_id: str, name: str | None, *, actor: str) -> Need:
    """Names who of the staff looks after a need's suggestions; None: nobody in particular.

    Raises:
        NotFoundError: no such need belongs to the tenant.
    """
    # The one text of the trail: who is responsible is what it is asked about. It is no party's.
    action, named = ("need.assigned", {"to": name}) if name else ("need.unassigned", {})
    rows = await write_noted(
        graph,
        "assign_need",
        lambda _: event_row(actor, action, need_id, cause="review", **named),
        id=need_id,
        assignee=name,
    )
    if not rows:
        raise NotFoundError(f"no need has the id {need_id}: check the id")
    return Need.model_validate(rows[0]["need"])
