"""The measured sets as the tables of `docs/quality.md`."""

from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks.quality.published import MELO, PUBLISHED

WAYS = ("words", "vectors", "hybrid")
Found = Mapping[str, Any]


def tables(sets: Sequence[Found]) -> str:
    """All of it, as Markdown."""
    parts = [_summary(sets), _published(sets), *(_details(found) for found in sets)]
    return "\n\n".join(parts) + "\n"


def _summary(sets: Sequence[Found]) -> str:
    lines = [
        "| set | queries | documents | MRR@10: words | vectors | **hybrid** | hybrid − better |",
        "|---|---|---|---|---|---|---|",
    ]
    for found in sets:
        gain = found["difference"]["MRR@10"]
        low, high = gain["interval"]
        cells = [
            found["set"],
            f"{found['queries']:,}",
            f"{found['documents']:,}",
            *(f"{found[way]['MRR@10']:.3f}" for way in WAYS[:2]),
            f"**{found['hybrid']['MRR@10']:.3f}**",
            f"{gain['value']:+.3f} [{low:+.3f}, {high:+.3f}] to {gain['to']}",
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _published(sets: Sequence[Found]) -> str:
    lines = ["| set | system | MRR |", "|---|---|---|"]
    for found in sets:
        others = PUBLISHED.get(found["set"], ())
        if others:
            lines.append(
                f"| {found['set']} | **ours, hybrid** | **{found['hybrid']['MRR@10']:.3f}** |"
            )
            lines += [f"| {found['set']} | {name} | {value:.3f} |" for name, value in others]
    return f"Published figures ({MELO}):\n\n" + "\n".join(lines)


def _details(found: Found) -> str:
    measures = [name for name in found["hybrid"] if name != "intervals"]
    lines = [
        f"### {found['set']}",
        "",
        f"| | {' | '.join(measures)} |",
        f"|---|{'---|' * len(measures)}",
    ]
    for way in WAYS:
        spans = found[way]["intervals"]
        cells = [f"{found[way][m]:.3f} [{spans[m][0]:.3f}, {spans[m][1]:.3f}]" for m in measures]
        lines.append(f"| {way} | {' | '.join(cells)} |")
    gains = [
        f"{found['difference'][m]['value']:+.3f} ({found['difference'][m]['to']})" for m in measures
    ]
    lines.append(f"| hybrid − better | {' | '.join(gains)} |")
    return "\n".join(lines)
