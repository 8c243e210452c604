"""How an attempt ended, written into the outbox."""

from datetime import timedelta

import stamina
import structlog

from graph.connection import Graph
from graph.errors import GraphError
from graph.lifecycle.addresses import let_go, refuse_address
from graph.models.entities import OutboxRow
from graph.models.vocabulary import OutboxState
from graph.repositories.outbox import Outbox
from workers.mail.errors import UnwritableMailError
from workers.mail.suppression import Cause, Suppressed
from workers.mail.transport import Receipt, Verdict

MOST_ATTEMPTS = 8
# 5, 15, 45 minutes… up to 12 hours: eight attempts outlast a day without a relay.
FIRST_WAIT = timedelta(minutes=5)
LONGEST_WAIT = timedelta(hours=12)
# What the relay answered is known here alone: a restart of Neo4j is waited for.
BOOKING = timedelta(minutes=5)
ENDS = {
    Verdict.SENT: OutboxState.SENT,
    Verdict.UNCERTAIN: OutboxState.UNCERTAIN,
    Verdict.REFUSED: OutboxState.FAILED,
    Verdict.RETRY: OutboxState.FAILED,
}
log = structlog.get_logger()


async def book(
    graph: Graph, row: OutboxRow, outcome: Receipt | Suppressed, jitter: float
) -> OutboxRow:
    """Writes the outcome, as long as it takes; the row as it is then.

    Raises:
        GraphError: Neo4j did not answer for five minutes, or refuses.
    """
    async for attempt in stamina.retry_context(
        on=_may_help, attempts=None, timeout=BOOKING, wait_initial=0.2, wait_max=5.0
    ):
        with attempt:
            return await _book(graph, row, outcome, jitter)
    raise AssertionError("the last attempt returns or raises")


def _may_help(error: Exception) -> bool:
    return isinstance(error, GraphError) and error.is_retryable


async def _book(
    graph: Graph, row: OutboxRow, outcome: Receipt | Suppressed, jitter: float
) -> OutboxRow:
    outbox = Outbox(graph)
    if isinstance(outcome, Suppressed):
        return await outbox.finish(row, OutboxState.SUPPRESSED, error=outcome.cause.value)
    match outcome.verdict:
        case Verdict.CALLED_OFF:
            # It was put off, or another worker has taken it over: what is there counts.
            return await outbox.get(row.id)
        case Verdict.NO_SUCH_ADDRESS:
            return await _suppress(graph, row, outcome.detail)
        case Verdict.RETRY if row.attempts < MOST_ATTEMPTS:
            due_at = graph.clock() + wait(row.attempts, jitter)
            return await outbox.finish(
                row, OutboxState.PENDING, error=outcome.detail, due_at=due_at
            )
    # What the relay said to a mail that it took is no error.
    error = None if outcome.verdict is Verdict.SENT else outcome.detail
    return await outbox.finish(row, ENDS[outcome.verdict], error=error)


async def _suppress(graph: Graph, row: OutboxRow, detail: str) -> OutboxRow:
    """Nothing is sent to this address any more, and what this mail asked is not waited for."""
    await refuse_address(graph, row.recipient_id, cause=f"mail:{row.id}")
    await let_go(graph, row)
    return await Outbox(graph).finish(
        row, OutboxState.SUPPRESSED, error=f"{Cause.ADDRESS_REFUSED}: {detail}"
    )


def failed_attempt(error: Exception) -> Receipt:
    """What an error of ours means: the message has not left, and mostly the next attempt may do better."""
    if isinstance(error, UnwritableMailError):
        # It comes again each time: staff must mend something first, and then ask for a retry.
        log.error("mail cannot be written", exc_info=error)
        return Receipt(Verdict.REFUSED, str(error))
    if not _may_help(error):
        log.error("mail cannot be written", exc_info=error)
    return Receipt(Verdict.RETRY, f"the mail could not be written: {type(error).__name__}")


def wait(attempts: int, jitter: float) -> timedelta:
    """How long to wait after that many attempts: threefold each time, spread over ± a half."""
    times: int = 3 ** min(attempts - 1, MOST_ATTEMPTS)
    return min(FIRST_WAIT * times, LONGEST_WAIT) * (0.5 + jitter)
