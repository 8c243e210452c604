"""A preview as JSON values, for scripts and for the record."""

from dataclasses import asdict
from typing import Any

from matching.policy.bounds import RULES_NAME, SUSPENDABLE, fields_of
from matching.policy.service import Preview, Proposal


def report_of(preview: Preview) -> dict[str, Any]:
    """The whole report. `run` is the last finished run, null before the first."""
    return {
        "kind": preview.proposal.kind,
        "based_on": preview.proposal.number,
        "run": None if preview.run is None else preview.run.id,
        "changes": changes_of(preview.proposal),
        **asdict(preview.comparison),
    }


def changes_of(proposal: Proposal) -> dict[str, dict[str, Any]]:
    """Every parameter that would change, before and after, by name."""
    found: dict[str, dict[str, Any]] = {}
    for name, field in fields_of(proposal.kind).items():
        before, after = field.read(proposal.before), field.read(proposal.after)
        if before != after:
            found[name] = {"before": before, "after": after}
    rules = [[r.value for r in c.disabled_rules] for c in (proposal.before, proposal.after)]
    if rules[0] != rules[1]:
        found[RULES_NAME] = {"before": rules[0], "after": rules[1]}
    return found


def bounds_of(kind: str) -> list[dict[str, Any]]:
    """The table of what may be changed, as JSON values."""
    rows: list[dict[str, Any]] = [
        {
            "name": field.name,
            "fr": field.fr,
            "en": field.en,
            "low": field.low,
            "high": field.high,
            "default": field.default,
        }
        for field in fields_of(kind).values()
    ]
    rules = [rule.value for rule in SUSPENDABLE]
    names = {"fr": "règles suspendues", "en": "suspended rules"}
    return [*rows, {"name": RULES_NAME, **names, "allowed": rules, "default": []}]
