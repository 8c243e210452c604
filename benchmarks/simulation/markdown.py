"""A report as the tables of the documentation."""

from collections.abc import Mapping, Sequence
from typing import Any

from matching.engine.simulator.settings import Truth

COLUMNS = {
    "acceptances_first": ("R1", 0),
    "acceptances_all": ("all", 0),
    "gini_first": ("Gini", 2),
    "never_shown": ("never shown", 2),
    "waiting_rounds": ("wait", 2),
    "new_exposure": ("new", 2),
    "regional_parity": ("parity", 2),
}
"""Measures by title and digits."""
_ROUNDS = ("first_round", "all_rounds")


def markdown(report: Mapping[str, Any]) -> str:
    """The strategies and the leads under each truth of a report, the refits and the gates."""
    size = ", ".join(
        f"{report[name]:,} {name}" for name in ("needs", "mentors", "places", "rounds")
    )
    parts = [f"{size}, {len(report['seeds'])} seeds; mean ± half of the 95 % interval."]
    for truth in (one.value for one in Truth if one.value in report):
        found = report[truth]
        refits = ", ".join(f"{cause} {n}" for cause, n in sorted(found["auction_refits"].items()))
        parts += [f"**{truth} truth**", _strategies(found), _leads(found), f"Refits: {refits}."]
    if report["lead_kept"]:
        parts.append(_kept(report))
    gates = [[name, "met" if is_met else "missed"] for name, is_met in report["gates"].items()]
    return "\n\n".join([*parts, _table(["gate", ""], gates)]) + "\n"


def cell(mean: float, high: float, digits: int) -> str:
    """A mean with half of its interval."""
    return f"{mean:.{digits}f} ± {high - mean:.{digits}f}"


def _strategies(found: Mapping[str, Any]) -> str:
    return _table(
        ["strategy", *(title for title, _ in COLUMNS.values())],
        [
            [strategy, *(_cell(row[name], digits) for name, (_, digits) in COLUMNS.items())]
            for strategy, row in found["strategies"].items()
        ],
    )


def _leads(found: Mapping[str, Any]) -> str:
    return _table(
        ["", "R1", "all"],
        [
            [f"{ours} / {rival}", *(_cell(lead[name], 2) for name in _ROUNDS)]
            for ours in ("auction", "auction_without_learning")
            for rival, lead in found[f"{ours}_over"].items()
        ],
    )


def _kept(report: Mapping[str, Any]) -> str:
    return _table(
        ["lead over one_sided_cosine kept under the latent truth", "R1", "all"],
        [
            [name, *(_cell(report[key][one], 2) for one in _ROUNDS)]
            for name, key in (
                ("auction", "lead_kept"),
                ("auction_without_learning", "lead_kept_without_learning"),
            )
        ],
    )


def _cell(one: Mapping[str, float], digits: int) -> str:
    return cell(one["mean"], one["high"], digits)


def _table(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [titles, ["---"] * len(titles), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
