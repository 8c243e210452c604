"""What an import will do, row by row."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from graph.imports.identity import Rule, Target
from graph.imports.records import Problem


class Status(StrEnum):
    """What becomes of a row."""

    CREATE = "CREATE"
    UPDATE = "UPDATE"
    UNCHANGED = "UNCHANGED"
    DUPLICATE = "DUPLICATE"
    REFUSED = "REFUSED"
    LEFT_OUT = "LEFT_OUT"


class Subject(StrEnum):
    """What a row is about."""

    PARTY = "party"
    CHILD = "need or offer"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One row of the file: its end, why, and what is wrong with it.

    `same_as` says for a duplicate what it is merged into; `changes` names our fields that will
    change, `ignored` those of which the row says something else than what stands in the end.
    """

    line: int
    where: str
    subject: Subject
    status: Status
    name: str = ""
    rule: Rule | None = None
    same_as: str = ""
    changes: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    needs: int = 0
    offers: int = 0
    problems: tuple[Problem, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The row for a script; empty parts are left out."""
        found: dict[str, Any] = {
            "line": self.line,
            "where": self.where,
            "subject": self.subject.value,
            "status": self.status.value,
            "name": self.name,
            "rule": self.rule.value if self.rule else None,
            "same_as": self.same_as,
            "changes": list(self.changes),
            "ignored": list(self.ignored),
            "needs": self.needs,
            "offers": self.offers,
            "problems": [
                {"column": p.column, "message": p.message, "severity": p.severity.value}
                for p in self.problems
            ],
        }
        return {k: v for k, v in found.items() if v or k in ("line", "status")}


@dataclass(frozen=True, slots=True)
class PlannedLink:
    """Two parties of the plan that are to be related."""

    start: Target
    end: Target
    kind: str
    reason: str | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """Every row's end, and the parties, needs, offers and relations to write.

    `targets` holds only parties that change or whose children or membership do; `members` are
    pairs of a party and its incubator that are not related yet.
    """

    rows: tuple[PlanRow, ...] = ()
    targets: tuple[Target, ...] = ()
    members: tuple[tuple[Target, Target], ...] = ()
    links: tuple[PlannedLink, ...] = ()
    refused_children: int = 0
    creates_skills: bool = True

    @property
    def counts(self) -> dict[str, int]:
        """Rows by status, all of them named; refused needs and offers of rows that go in."""
        found = Counter(row.status for row in self.rows)
        counts = {status.value: found[status] for status in Status}
        return counts | {"REFUSED_NEEDS_AND_OFFERS": self.refused_children}
