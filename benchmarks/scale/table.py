"""The measurements as a table in Markdown, as `docs/scale.md` holds it."""

from typing import Any

_COLUMNS = (
    ("arcs", "arcs"),
    ("candidates s", "seconds.candidates"),
    ("features s", "seconds.features"),
    ("auction s", "seconds.auction"),
    ("all in s", "all_in_s"),
    ("one product s", "product_s"),
    ("both products s", "both_products_s"),
    ("to one", "ratio_to_one_product"),
    ("to both", "ratio_to_both_products"),
    ("describe s", "seconds.describe"),
    ("peak MB", "total_peak_mb"),
)


def table_of(found: dict[str, Any]) -> str:
    """One row per size, then the exponents and the gates."""
    names = [name for name, _ in _COLUMNS]
    lines = [_row(["needs × offers", *names]), _row(["---"] * (len(names) + 1))]
    for size in found["sizes"]:
        label = f"{size['seekers']:,} × {size['givers']:,}"
        lines.append(_row([label, *(_cell(size, path) for _, path in _COLUMNS)]))
    growth = ", ".join(f"{name} {value}" for name, value in found["exponents"].items())
    gates = [f"- {name}: {'yes' if holds else 'NO'}" for name, holds in found["gates"].items()]
    others = [
        f"{part}: {name.replace('_', ' ')} {value}"
        for part in ("search", "embedding")
        for name, value in found.get(part, {}).items()
    ]
    return "\n".join([*lines, "", f"seconds ~ arcs ^ x: {growth}", "", *others, "", *gates])


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(size: dict[str, Any], path: str) -> str:
    value: Any = size
    for key in path.split("."):
        value = value[key]
    return f"{value:,}" if isinstance(value, int) else f"{value:,.1f}"
