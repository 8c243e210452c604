from datetime import UTC, datetime

import pytest

from benchmarks.faults.plan import Fault, Kind, Stage
from benchmarks.faults.relay import Accepted
from benchmarks.faults.report import report, unexplained
from graph.models.entities import OutboxRow
from graph.models.vocabulary import MailKind, OutboxState

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def row(number: int, state: OutboxState) -> OutboxRow:
    return OutboxRow(
        id=str(number),
        tenant_id="t",
        key=str(number),
        kind=MailKind.MATCH_CARD,
        state=state,
        recipient_id="r",
        cause="test",
        message_id=f"<{number}@m>",
        due_at=NOW,
        created_at=NOW,
    )


def accepted(number: int) -> Accepted:
    return Accepted(f"<{number}@m>", ("a@b.example",), b"")


def test_what_is_told_of_mails() -> None:
    rows = [
        row(1, OutboxState.SENT),
        row(2, OutboxState.SENT),
        row(3, OutboxState.UNCERTAIN),
        row(4, OutboxState.UNCERTAIN),
        row(5, OutboxState.PENDING),
    ]
    log = [accepted(1), accepted(1), accepted(3), accepted(9)]
    faults = [Fault(Kind.CRON_DOUBLED), Fault(Kind.WORKER_KILLED), Fault(Kind.WORKER_KILLED)]
    assert report(faults, rows, log) == {
        "faults": 3,
        "kinds": {"cron_doubled": 1, "worker_killed": 2},
        "due": 5,
        "delivered": 2,
        "lost": 2,
        "doubled": 1,
        "uncertain": 2,
    }


@pytest.mark.parametrize(
    ("fault", "is_explained"),
    [
        (Fault(Kind.WORKER_KILLED), False),
        (Fault(Kind.WORKER_KILLED, is_leaving=True), True),
        (Fault(Kind.RELAY_CLOSES, Stage.DOT), True),
        (Fault(Kind.RELAY_HANGS, Stage.DOT), True),
        (Fault(Kind.RELAY_HANGS, Stage.BODY), True),
        (Fault(Kind.RELAY_CLOSES, Stage.BODY), False),
        (Fault(Kind.RELAY_HANGS, Stage.DATA, is_passed=True), False),
        (Fault(Kind.GRAPH_CUT, Stage.DOT), False),
        (Fault(Kind.QUEUE_KILLED, Stage.DOT), False),
    ],
)
def test_a_doubt_needs_a_reason(fault: Fault, *, is_explained: bool) -> None:
    rows = [row(1, OutboxState.UNCERTAIN), row(2, OutboxState.SENT)]
    assert (unexplained(rows, {"1": fault, "2": fault}) == []) is is_explained
