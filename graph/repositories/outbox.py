"""The outbox: mails that must be sent once."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Unpack

from graph.connection import Graph, Record
from graph.errors import NotFoundError, OutdatedError
from graph.ids import new_id
from graph.lifecycle.events import event_row, write_noted
from graph.models.entities import OutboxRow
from graph.models.vocabulary import OutboxState
from graph.repositories.paging import Bounds, Page, read_count, read_page

DEAD_LETTERS = (OutboxState.FAILED, OutboxState.UNCERTAIN)
"""What only a person takes further."""
_DEAD = [state.value for state in DEAD_LETTERS]


def _values(states: Sequence[OutboxState] | None) -> list[str] | None:
    return None if states is None else [state.value for state in states]


def _noted(actor: str, action: str) -> Callable[[Record], Record]:
    return lambda row: event_row(actor, action, row["row"]["id"], was=row["state_before"])


class Outbox:
    """The outbox of one tenant."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    async def claim(self, mail_id: str, lease: timedelta) -> OutboxRow | None:
        """Takes a mail that is due; None where it is not, or another worker has it."""
        until = self._graph.clock() + lease
        rows = await self._graph.write("claim_mail", id=mail_id, leased_until=until, claim=new_id())
        return OutboxRow.model_validate(rows[0]["row"]) if rows else None

    async def mark_sending(self, claimed: OutboxRow) -> bool:
        """Notes that the message is about to be handed over; False where it must not be."""
        rows = await self._graph.write("mark_mail_sending", id=claimed.id, claim=claimed.claimed_by)
        return bool(rows)

    async def finish(
        self,
        claimed: OutboxRow,
        state: OutboxState,
        *,
        error: str | None = None,
        due_at: datetime | None = None,
    ) -> OutboxRow:
        """Writes how a delivery ended; PENDING with a `due_at` asks for another try.

        Where another worker has claimed the mail meanwhile, its outcome counts and is returned.
        """
        rows = await self._graph.write(
            "finish_mail",
            id=claimed.id,
            claim=claimed.claimed_by,
            state=state.value,
            error=error,
            due_at=due_at,
        )
        return OutboxRow.model_validate(rows[0]["row"]) if rows else await self.get(claimed.id)

    async def get(self, mail_id: str) -> OutboxRow:
        """Raises NotFoundError."""
        rows = await self._graph.read("get_mail", id=mail_id)
        if not rows:
            raise NotFoundError(f"no mail has the id {mail_id}: check the id")
        return OutboxRow.model_validate(rows[0]["row"])

    async def get_many(self, ids: Sequence[str]) -> dict[str, OutboxRow]:
        """The mails that exist, by id."""
        rows = await self._graph.read("get_mails_by_ids", ids=list(ids))
        return {row["row"]["id"]: OutboxRow.model_validate(row["row"]) for row in rows}

    async def page(
        self, *, states: Sequence[OutboxState] | None = None, **bounds: Unpack[Bounds]
    ) -> Page[OutboxRow]:
        """One page, newest first unless asked otherwise, of all or of some states."""
        filters = {"states": _values(states)}
        return await read_page(
            self._graph, "list_mails", "row", OutboxRow.model_validate, filters=filters, **bounds
        )

    async def count(self, *, states: Sequence[OutboxState] | None = None) -> int:
        """How many a list with these filters has."""
        return await read_count(self._graph, "count_mails", {"states": _values(states)})

    async def retry(self, mail_id: str, *, actor: str) -> OutboxRow:
        """Lets a dead letter be tried again. One that is in doubt may then arrive twice.

        Raises:
            NotFoundError: the tenant has no such mail.
            OutdatedError: it is no dead letter.
        """
        rows = await write_noted(
            self._graph, "retry_mail", _noted(actor, "mail.retried"), id=mail_id, states=_DEAD
        )
        return await self._changed(mail_id, rows)

    async def discard(self, mail_id: str, *, actor: str) -> OutboxRow:
        """Ends a dead letter without another try; it raises what `retry` raises."""
        rows = await write_noted(
            self._graph, "discard_mail", _noted(actor, "mail.discarded"), id=mail_id, states=_DEAD
        )
        return await self._changed(mail_id, rows)

    async def _changed(self, mail_id: str, rows: list[Record]) -> OutboxRow:
        if rows:
            return OutboxRow.model_validate(rows[0]["row"])
        state = (await self.get(mail_id)).state
        raise OutdatedError(
            f"only a mail that is FAILED or UNCERTAIN can be retried or discarded; this one is {state}"
        )

    async def count_by_state(self) -> dict[str, int]:
        """How many mails are in each state."""
        rows = await self._graph.read("count_mails_by_state")
        return {row["state"]: row["count"] for row in rows}


async def due_mails(graph: Graph, limit: int) -> list[Record]:
    """Mails of all tenants that may be sent now: `id`, `tenant_id`."""
    return await graph.read("list_due_mails", limit=limit)


async def find_mail(graph: Graph, mail_id: str, message_id: str) -> Record | None:
    """The mail of any tenant with this id and Message-ID: `id`, `tenant_id`; None: no such mail."""
    rows = await graph.read("find_mail", id=mail_id, message_id=message_id)
    return rows[0] if rows else None


async def settle_lost_mails(graph: Graph) -> int:
    """Gives up on mails whose worker was lost while handing over; returns how many."""
    rows = await graph.write("settle_lost_mails")
    return int(rows[0]["settled"])


async def oldest_due_mail(graph: Graph) -> datetime | None:
    """Since when the oldest mail waits."""
    rows = await graph.read("get_oldest_due_mail")
    due_at: datetime | None = rows[0]["due_at"]
    return due_at
