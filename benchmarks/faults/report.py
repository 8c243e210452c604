"""What became of the mails, told by the relay's log and by the graph."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks.faults.plan import Fault, Kind, Stage
from benchmarks.faults.relay import Accepted
from graph.models.entities import OutboxRow
from graph.models.vocabulary import OutboxState

# What may leave a mail in doubt: its worker or its connection ended around the final dot.
ENDS_CONNECTION = frozenset({Kind.RELAY_HANGS, Kind.RELAY_CLOSES})


def report(
    faults: Sequence[Fault], rows: Sequence[OutboxRow], log: Sequence[Accepted]
) -> dict[str, Any]:
    """The figures. A mail that a person can see to be in doubt is not lost."""
    accepted = Counter(entry.message_id for entry in log)
    delivered = [row for row in rows if accepted[row.message_id]]
    uncertain = [row for row in rows if row.state is OutboxState.UNCERTAIN]
    told = {row.id for row in delivered} | {row.id for row in uncertain}
    return {
        "faults": len(faults),
        "kinds": dict(sorted(Counter(fault.kind.value for fault in faults).items())),
        "due": len(rows),
        "delivered": len(delivered),
        "lost": sum(row.id not in told for row in rows),
        "doubled": sum(max(0, accepted[row.message_id] - 1) for row in rows),
        "uncertain": len(uncertain),
    }


def unexplained(rows: Sequence[OutboxRow], fault_of: Mapping[str, Fault]) -> list[str]:
    """Mails that are in doubt though nothing ended between their final dot and its reply."""
    return [
        f"{row.id}: {fault}"
        for row in rows
        if row.state is OutboxState.UNCERTAIN and not _explains(fault := fault_of[row.id])
    ]


def _explains(fault: Fault) -> bool:
    if fault.kind is Kind.WORKER_KILLED:
        return fault.is_leaving
    # Silence in the middle of the text is noticed where the reply to the dot does not come.
    silent = fault.kind is Kind.RELAY_HANGS and fault.stage is Stage.BODY
    return (fault.kind in ENDS_CONNECTION and fault.stage is Stage.DOT) or silent
