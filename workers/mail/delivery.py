"""One row of the outbox, from claimed to settled; safe to run twice, and by two at once."""

import random
from collections.abc import Callable
from datetime import timedelta

import structlog

from graph.connection import Graph
from graph.models.entities import OutboxRow
from graph.models.vocabulary import OutboxState
from graph.repositories.outbox import Outbox
from workers.mail.compose import compose
from workers.mail.letterhead import Letterhead
from workers.mail.suppression import Suppressed
from workers.mail.transport import Receipt, Transport, Verdict

# Longer than the slowest hand-over: two workers never hold the same mail.
LEASE = timedelta(minutes=15)
MOST_ATTEMPTS = 8
# 5, 15, 45 minutes… up to 12 hours: eight attempts outlast a day without a relay.
FIRST_WAIT = timedelta(minutes=5)
LONGEST_WAIT = timedelta(hours=12)
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
    retries. A mail that another worker holds is left alone.

    Raises:
        NotFoundError: the tenant has no such mail.
    """
    outbox = Outbox(graph)
    row = await outbox.claim(mail_id, LEASE)
    if row is None:
        return (await outbox.get(mail_id)).state
    settled = await _settle(graph, row, transport, letterhead, jitter=jitter)
    log.info(
        "mail settled",
        mail_id=row.id,
        kind=row.kind.value,
        state=settled.state.value,
        attempts=row.attempts,
    )
    return settled.state


async def _settle(
    graph: Graph,
    row: OutboxRow,
    transport: Transport,
    letterhead: Letterhead,
    *,
    jitter: Callable[[], float],
) -> OutboxRow:
    outbox = Outbox(graph)
    if row.attempts > MOST_ATTEMPTS:
        # Only a worker that dies each time leaves a mail claimed that often.
        return await outbox.finish(row, OutboxState.FAILED, error="no attempt came to an end")
    message = await compose(graph, row, letterhead)
    if isinstance(message, Suppressed):
        return await outbox.finish(row, OutboxState.SUPPRESSED, error=message.cause.value)
    receipt = await transport.send(message, lambda: outbox.mark_sending(row))
    return await _book(graph, row, receipt, wait(row.attempts, jitter()))


async def _book(graph: Graph, row: OutboxRow, receipt: Receipt, pause: timedelta) -> OutboxRow:
    outbox = Outbox(graph)
    match receipt.verdict:
        case Verdict.CALLED_OFF:
            # Another worker has taken it over; its outcome is the one that counts.
            return await outbox.get(row.id)
        case Verdict.SENT:
            return await outbox.finish(row, OutboxState.SENT)
        case Verdict.UNCERTAIN:
            return await outbox.finish(row, OutboxState.UNCERTAIN, error=receipt.detail)
        case Verdict.RETRY if row.attempts < MOST_ATTEMPTS:
            due_at = graph.clock() + pause
            return await outbox.finish(
                row, OutboxState.PENDING, error=receipt.detail, due_at=due_at
            )
        case Verdict.RETRY | Verdict.REFUSED:
            return await outbox.finish(row, OutboxState.FAILED, error=receipt.detail)


def wait(attempts: int, jitter: float) -> timedelta:
    """How long to wait after that many attempts: threefold each time, spread over ± a half."""
    times: int = 3 ** min(attempts - 1, MOST_ATTEMPTS)
    return min(FIRST_WAIT * times, LONGEST_WAIT) * (0.5 + jitter)
