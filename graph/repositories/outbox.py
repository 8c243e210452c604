"""The outbox: mails that must be sent once."""

from datetime import datetime, timedelta

from graph.connection import Graph, Record
from graph.errors import NotFoundError
from graph.models.entities import OutboxRow
from graph.models.vocabulary import OutboxState
from graph.repositories.paging import LAST_ID, Page, page_of


class Outbox:
    """The outbox of one tenant."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    async def claim(self, mail_id: str, lease: timedelta) -> OutboxRow | None:
        """Takes a mail that is due; None where it is not, or another worker has it."""
        until = self._graph.clock() + lease
        rows = await self._graph.write("claim_mail", id=mail_id, leased_until=until)
        return OutboxRow.model_validate(rows[0]["row"]) if rows else None

    async def mark_sending(self, claimed: OutboxRow) -> bool:
        """Notes that the message is about to be handed over; False where it must not be."""
        rows = await self._graph.write(
            "mark_mail_sending", id=claimed.id, attempts=claimed.attempts
        )
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
            attempts=claimed.attempts,
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

    async def page(
        self, *, first: int, after: str | None = None, state: OutboxState | None = None
    ) -> Page[OutboxRow]:
        """One page, newest first."""
        rows = await self._graph.read(
            "list_mails", after=after or LAST_ID, limit=first + 1, state=state
        )
        return page_of(rows, "row", OutboxRow.model_validate, first=first)

    async def count_by_state(self) -> dict[str, int]:
        """How many mails are in each state."""
        rows = await self._graph.read("count_mails_by_state")
        return {row["state"]: row["count"] for row in rows}


async def due_mails(graph: Graph, limit: int) -> list[Record]:
    """Mails of all tenants that may be sent now: `id`, `tenant_id`."""
    return await graph.read("list_due_mails", limit=limit)


async def settle_lost_mails(graph: Graph) -> int:
    """Gives up on mails whose worker was lost while handing over; returns how many."""
    rows = await graph.write("settle_lost_mails")
    return int(rows[0]["settled"])


async def oldest_due_mail(graph: Graph) -> datetime | None:
    """Since when the oldest mail waits."""
    rows = await graph.read("get_oldest_due_mail")
    due_at: datetime | None = rows[0]["due_at"]
    return due_at
