"""The table of `docs/policy.md`: what may be changed, and within which bounds."""

from matching.engine.config import KINDS
from matching.policy.bounds import RULES_NAME, SUSPENDABLE, Field, fields_of


def table() -> str:
    """The table in Markdown, one line for each parameter."""
    fields = {kind: fields_of(kind) for kind in KINDS}
    lines = [
        f"| name | what | {' | '.join(kind.lower() for kind in KINDS)} |",
        f"|---|---|{'---|' * len(KINDS)}",
    ]
    for name, field in fields[KINDS[0]].items():
        cells = " | ".join(_cell(fields[kind][name]) for kind in KINDS)
        lines.append(f"| `{name}` | {field.en} (*{field.fr}*) | {cells} |")
    rules = " ".join(rule.value for rule in SUSPENDABLE)
    cells = " | ".join("none" for _ in KINDS)
    lines.append(
        f"| `{RULES_NAME}` | suspended rules, of {rules} (*règles suspendues*) | {cells} |"
    )
    return "\n".join(lines) + "\n"


def _cell(field: Field) -> str:
    return f"{field.default:g} ({field.low:g} – {field.high:g})"
