"""What joins two parties: the relations that the matcher reads, and all others."""

from datetime import date
from enum import StrEnum
from typing import Any


class RelationType(StrEnum):
    """The relationship types between parties, as the graph stores them.

    EXCLUDES bars a match, until a date if it has one; COMPETES_WITH and OWNED_BY tell conflicts
    of interest; RELATED_TO carries what the source calls it.
    """

    BACKED_BY = "BACKED_BY"
    COMPETES_WITH = "COMPETES_WITH"
    EXCLUDES = "EXCLUDES"
    OWNED_BY = "OWNED_BY"
    RELATED_TO = "RELATED_TO"
    WORKED_WITH = "WORKED_WITH"


def relation_row(  # both ends and what lies between, each by name
    *,
    from_id: str,
    to_id: str,
    kind: str,
    reason: str | None = None,
    until: date | None = None,
) -> dict[str, Any]:
    """The row of `link_parties`: a kind that is no `RelationType` is RELATED_TO with that word."""
    known = kind in list(RelationType) and kind != RelationType.RELATED_TO
    type_ = RelationType(kind) if known else RelationType.RELATED_TO
    return {
        "from_id": from_id,
        "to_id": to_id,
        "type": type_.value,
        "kind": kind,
        "reason": reason,
        "until": until,
    }
