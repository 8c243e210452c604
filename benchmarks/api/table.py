"""The report as a table for people."""

from typing import Any


def table_of(found: dict[str, Any]) -> str:
    """One line for each operation and number of connections."""
    lines = [f"{'':8}{'connections':>12}{'ours/s':>10}{'ceiling/s':>11}{'peer/s':>10}{'ratio':>8}"]
    lines += _rates(found["rates"], "") + _rates(found["two"], " × 2")
    lines += [f"{'kept' if kept else 'NOT KEPT'}  {name}" for name, kept in found["gates"].items()]
    return "\n".join(lines)


def _rates(found: dict[str, Any], processes: str) -> list[str]:
    lines = []
    for operation, by_count in found.items():
        for count, sides in by_count.items():
            ours, ceiling, peer = (sides.get(name) for name in ("ours", "ceiling", "peer"))
            lines.append(
                f"{operation + processes:8}{count:>12}{_rate(ours)}{_rate(ceiling, 11)}{_rate(peer)}"
                + (f"{ours['per_s'] / peer['per_s']:>8.2f}" if peer else "")
            )
    return lines


def _rate(side: dict[str, Any] | None, width: int = 10) -> str:
    return f"{side['per_s'] if side else '':>{width}}"
