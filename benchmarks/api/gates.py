"""What is promised of the figures, and whether it is kept."""

import math
from typing import Any

from benchmarks.api.operations import OPERATIONS

GATED = 8
"""Connections of the promised ratios; elsewhere we are not to be below the peer."""
MOST_START_S = 2.0
MOST_START_MB = 120.0
MOST_SEARCH_MS = 80.0
MOST_SUGGESTED_S = 2.0
PLAIN_GATES = {"hello": 1.1, "rows": 1.5}
Figures = dict[str, Any]
Gates = dict[str, bool]


def gates_of(found: Figures) -> Gates:
    """Each promise about what was measured."""
    gates = _beside_peer(found["rates"], "") | _beside_peer(found.get("two", {}), "two_")
    gates |= {f"{name}_same_answer": is_same for name, is_same in found["same"].items()}
    gates["start_within_2_s"] = found["start"]["seconds"] <= MOST_START_S
    gates["start_within_120_mb"] = found["start"]["megabytes"] <= MOST_START_MB
    if plain := found.get("plain"):
        gates |= _beside_yoga(plain)
    if large := found.get("large"):
        gates["search_p95_within_80_ms"] = large["search_ms"]["p95"] <= MOST_SEARCH_MS
        gates["suggested_p95_within_2_s"] = large["suggested_s"]["p95"] <= MOST_SUGGESTED_S
    return gates


def _beside_peer(rates: Figures, prefix: str) -> Gates:
    gates: Gates = {}
    for operation in OPERATIONS:
        for count, sides in rates.get(operation.name, {}).items():
            ours, peer = sides["ours"], sides.get("peer")
            if peer is None:
                continue
            # An answer that is a failure is no answer, however soon it comes.
            per_s, p99_ms = (0.0, math.inf) if ours["failures"] else (ours["per_s"], ours["p99_ms"])
            name = f"{prefix}{operation.name}"
            if count == GATED:
                gates[f"{name}_at_least_{operation.gate:g}_times"] = (
                    per_s >= operation.gate * peer["per_s"]
                )
            else:
                gates[f"{name}_at_{count}_not_below"] = per_s >= peer["per_s"]
                gates[f"{name}_at_{count}_p99"] = p99_ms <= peer["p99_ms"]
    return gates


def _beside_yoga(plain: Figures) -> Gates:
    return {
        f"{name}_at_least_{least:g}_times": plain[name]["ours"]["per_s"]
        >= least * plain[name]["yoga"]["per_s"]
        for name, least in PLAIN_GATES.items()
    }
