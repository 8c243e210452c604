"""Audit entries: who did what to which subject, and why."""

import json
from typing import Any

from graph.ids import new_id


def event_row(
    actor: str, action: str, subject_id: str, *, cause: str = "", **details: Any
) -> dict[str, Any]:
    """The row of `record_events`. Details hold ids, states and figures, never texts or addresses."""
    return {
        "id": new_id(),
        "actor": actor,
        "action": action,
        "subject_id": subject_id,
        "cause": cause,
        "details": json.dumps(details, sort_keys=True),
    }
