"""How a network asks."""

from typing import Self

import strawberry

from api.global_ids import global_id
from graph.lifecycle import rules
from graph.models.vocabulary import MatchKind, Side


@strawberry.type(description="How matches of a kind, or of a program, are asked about.")
class AskingRule:
    """See `graph.lifecycle.rules.AskingRule`."""

    kind: MatchKind | None = strawberry.field(description="The kind; null for a program's rule.")
    program_id: strawberry.ID | None = strawberry.field(
        description="The program; null for a kind's rule."
    )
    first_side: Side = strawberry.field(description="Who is asked first.")
    cards: int = strawberry.field(
        description="Among how many cards a seeker chooses at most; a giver sees one."
    )
    is_review_required: bool = strawberry.field(
        description="Whether staff must let suggestions out."
    )

    @classmethod
    def of(cls, subject: str, rule: rules.AskingRule) -> Self:
        """From the graph's rule of a kind, or of a program by its id."""
        is_kind = subject in set(MatchKind)
        return cls(
            kind=MatchKind(subject) if is_kind else None,
            program_id=None if is_kind else global_id("Program", subject),
            first_side=rule.first_side,
            cards=rule.cards,
            is_review_required=rule.is_review_required,
        )
