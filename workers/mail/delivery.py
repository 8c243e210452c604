"""One row of the outbox, from claimed to settled; safe to run twice, and by two at once."""

import asyncio
import random
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Final

import structlog

from graph.connection import Graph
from graph.errors import GraphError
from graph.lifecycle.sending import put_off
from graph.models.entities import OutboxRow
from graph.models.vocabulary import MailKind, OutboxState
from graph.repositories.outbox import Outbox
from workers.mail.booking import MOST_ATTEMPTS, book, failed_attempt
from workers.mail.compose import compose
from workers.mail.letterhead import Letterhead
from workers.mail.suppression import Suppressed
from workers.mail.transport import Receipt, Transport, Verdict

# Longer than the slowest hand-over and its booking: two workers never hold the same mail.
LEASE = timedelta(minutes=15)
PUT_OFF: Final = Receipt(Verdict.CALLED_OFF, "not at this hour, or not on this day")
log = structlog.get_logger()


async def deliver(
    graph: Graph,
    mail_id: str,
    *,
    transport: Transport,
    letterhead: Letterhead,
    jitter: Callable[[], float] = random.random,
) -> OutboxState:
    """Sends one mail if it is due and still fits; returns the state it is in afterwards.

    `graph` is bound to the mail's tenant. `jitter` gives a number from 0 to 1 that spreads
    retries. A mail that another worker holds is left alone. A cancellation waits for the relay's
    answer where the message is leaving already: it would be in doubt forever.

    Raises:
        NotFoundError: the tenant has no such mail.
    """
    outbox = Outbox(graph)
    row = await outbox.claim(mail_id, LEASE)
    if row is None:
        return (await outbox.get(mail_id)).state
    settled = await _uncut(_Delivery(graph, row, transport, letterhead, jitter))
    log.info(
        "mail settled",
        mail_id=row.id,
        kind=row.kind.value,
        state=settled.state.value,
        attempts=row.attempts,
    )
    return settled.state


class _Delivery:
    """One attempt at one claimed row; knows whether the message is leaving."""

    def __init__(
        self,
        graph: Graph,
        row: OutboxRow,
        transport: Transport,
        letterhead: Letterhead,
        jitter: Callable[[], float],
    ) -> None:
        self.is_leaving = False
        self._graph = graph
        self._row = row
        self._transport = transport
        self._letterhead = letterhead
        self._jitter = jitter

    async def settle(self) -> OutboxRow:
        """The row as it is in the end."""
        return await book(self._graph, self._row, await self._attempt(), self._jitter())

    async def _attempt(self) -> Receipt | Suppressed:
        if self._row.attempts > MOST_ATTEMPTS:
            # Only a worker that dies each time leaves a mail claimed that often.
            return Receipt(Verdict.REFUSED, "no attempt came to an end")
        try:
            # What no longer holds takes nobody's day; a digest tells what it has taken along.
            is_digest = self._row.kind is MailKind.DIGEST
            if is_digest and await put_off(self._graph, self._row):
                return PUT_OFF
            message = await compose(self._graph, self._row, self._letterhead)
            if isinstance(message, Suppressed):
                return message
            if not is_digest and await put_off(self._graph, self._row):
                return PUT_OFF
            return await self._transport.send(message, self._may_leave)
        except Exception as error:  # noqa: BLE001  # a mail that breaks its writer must be seen
            return failed_attempt(error)

    async def _may_leave(self) -> bool:
        self.is_leaving = True
        return await Outbox(self._graph).mark_sending(self._row)


async def _uncut(delivery: _Delivery) -> OutboxRow:
    task = asyncio.ensure_future(delivery.settle())
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        if not delivery.is_leaving:
            task.cancel()
        with suppress(asyncio.CancelledError, GraphError):
            await task
        raise
