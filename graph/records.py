"""Records of the driver as models: the few properties that the graph keeps as JSON are read here."""

import json
from typing import Any

from graph.models.entities import Event, Match, PolicyVersion, Run


def match_from(row: dict[str, Any]) -> Match:
    """A match; its reasons and reservation are stored as JSON texts."""
    return Match.model_validate(
        row
        | {
            "giver_reasons": json.loads(row.get("giver_reasons") or "[]"),
            "reasons": json.loads(row.get("reasons") or "[]"),
            "reservation": json.loads(row.get("reservation") or "null"),
        }
    )


def run_from(row: dict[str, Any]) -> Run:
    """A run; its parameters and counts are stored as JSON texts."""
    return Run.model_validate(
        row | {key: json.loads(row.get(key) or "{}") for key in ("parameters", "counts")}
    )


def policy_from(row: dict[str, Any]) -> PolicyVersion:
    """A version of a parameter set; its parameters are stored as a JSON text."""
    return PolicyVersion.model_validate(row | {"parameters": json.loads(row["parameters"])})


def event_from(row: dict[str, Any]) -> Event:
    """An audit entry; its details are stored as a JSON text."""
    return Event.model_validate(row | {"details": json.loads(row.get("details") or "{}")})
