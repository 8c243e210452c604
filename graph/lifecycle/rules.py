"""How a network asks: by kind and by program, who is first, with how many cards, after a review or not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graph.connection import Graph
from graph.errors import NotFoundError
from graph.lifecycle.events import event_row, write_noted
from graph.models.vocabulary import MatchKind, Side

CARDS = 3


@dataclass(frozen=True, slots=True)
class AskingRule:
    """Who is asked first about a match, with at most how many cards, and whether staff look first."""

    first_side: Side = Side.SEEKER
    cards: int = CARDS
    is_review_required: bool = False


@dataclass(frozen=True, slots=True)
class AskingRules:
    """The rules of a network: a program's own before its kind's, before the network's."""

    usual: AskingRule = AskingRule()
    by_subject: Mapping[str, AskingRule] = field(default_factory=dict)

    def of(self, kind: str, program_ids: Sequence[str]) -> AskingRule:
        """The rule for a need."""
        subjects = [*program_ids, kind]
        found = (self.by_subject[key] for key in subjects if key in self.by_subject)
        return next(found, self.usual)


async def read_rules(graph: Graph) -> AskingRules:
    """The rules of a tenant."""
    rows = await graph.read("list_asking_rules")
    by_subject = {
        row["subject"]: AskingRule(Side(row["first_side"]), row["cards"], row["is_review_required"])
        for row in rows
        if row["subject"] is not None
    }
    is_review_required = any(row["is_tenant_reviewing"] for row in rows)
    return AskingRules(AskingRule(is_review_required=is_review_required), by_subject)


async def set_rule(graph: Graph, subject: MatchKind | str, rule: AskingRule, *, actor: str) -> None:
    """Sets the rule of a kind, or of a program by its id.

    Raises:
        NotFoundError: the tenant has no such program.
    """
    told: dict[str, Any] = {
        "first_side": rule.first_side.value,
        "cards": rule.cards,
        "is_review_required": rule.is_review_required,
    }
    rows = await write_noted(
        graph,
        "set_asking_rule",
        lambda row: event_row(actor, "rule.set", row["id"], **told),
        subject=str(subject),
        is_kind=isinstance(subject, MatchKind),
        **told,
    )
    if not rows:
        raise NotFoundError(f"no program has the id {subject}: check the id")
