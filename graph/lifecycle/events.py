"""Audit entries: who did what to which subject, and why."""

import json
from collections.abc import Callable, Sequence
from typing import Any

from graph.connection import Graph, Record, Transaction
from graph.ids import new_id


def event_row(
    actor: str, action: str, subject_id: str, *, cause: str = "", **details: Any
) -> dict[str, Any]:
    """The row of `record_events`. Details hold ids, states and figures, never texts or addresses.

    But for the name of who of the staff looks after a need.
    """
    return {
        "id": new_id(),
        "actor": actor,
        "action": action,
        "subject_id": subject_id,
        "cause": cause,
        "details": json.dumps(details, sort_keys=True),
    }


def ended_rows(
    actor: str, rows: Sequence[Record], state: str, *, cause: str
) -> list[dict[str, Any]]:
    """One entry for each match (by its `id`) that was moved to its end, and why."""
    return [event_row(actor, f"match.{state.lower()}", row["id"], cause=cause) for row in rows]


async def write_noted(
    graph: Graph, name: str, event: Callable[[Record], Record], /, **parameters: Any
) -> list[Record]:
    """Runs one named query and notes in the same transaction what it did.

    Args:
        graph: whose.
        name: the query.
        event: its first record to a row of `event_row`; where it gives none, nothing is noted.
        parameters: of the query.
    """

    async def work(transaction: Transaction) -> list[Record]:
        rows = await transaction.run(name, **parameters)
        if rows:
            await transaction.run("record_events", rows=[event(rows[0])])
        return rows

    return await graph.transact(work)
