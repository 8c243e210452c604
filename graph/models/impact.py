"""What a network has brought about, in figures; pure. Entries of the audit trail alone tell it all."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from graph.models.entities import Event
from graph.models.vocabulary import EngagementState, MatchKind, Side

ERASED: Final = "erased"
"""What entries are about whose subject was erased."""


@dataclass(frozen=True, slots=True)
class Impact:
    """The engagements of one incubator's members and of one kind.

    Of `judged` ones a side has told the outcome; they were `useful` where every side that told
    says so, `continued` where one does. Amounts are the seeker's, else the giver's.
    """

    incubator_id: str | None
    kind: MatchKind
    engagements: int = 0
    completed: int = 0
    stopped: int = 0
    judged: int = 0
    useful: int = 0
    continued: int = 0
    saved_eur: int = 0
    invested_eur: int = 0


@dataclass(slots=True)
class _Told:
    """What entries tell of one engagement: the newest of each side counts."""

    group: tuple[str | None, MatchKind] | None = None
    state: str = EngagementState.STARTED
    outcomes: dict[str, dict[str, Any]] = field(default_factory=dict)

    def take(self, event: Event) -> None:
        details = event.details
        match event.action:
            case "engagement.started":
                self.group = (details["incubator_id"], MatchKind(details["kind"]))
            case "engagement.advanced":
                self.state = details["state"]
            case "engagement.outcome":
                self.outcomes[details["side"]] = details

    def figures(self) -> dict[str, int]:
        useful = [outcome["useful"] for outcome in self.outcomes.values()]
        return {
            "engagements": 1,
            "completed": self.state == EngagementState.COMPLETED,
            "stopped": self.state == EngagementState.STOPPED,
            "judged": bool(useful),
            "useful": bool(useful) and all(useful),
            "continued": any(outcome["continued"] for outcome in self.outcomes.values()),
            "saved_eur": self._amount("saved_eur"),
            "invested_eur": self._amount("invested_eur"),
        }

    def _amount(self, name: str) -> int:
        told = (self.outcomes.get(side, {}).get(name) for side in Side)
        return next((amount for amount in told if amount is not None), 0)


def rebuilt(events: Iterable[Event]) -> list[Impact]:
    """The figures from entries of the audit trail, in the order in which these were written.

    Engagements of a party that was erased count no more: their entries tell nothing.
    """
    engagements: dict[str, _Told] = defaultdict(_Told)
    for event in events:
        if event.subject_id != ERASED:
            engagements[event.subject_id].take(event)
    sums: dict[tuple[str | None, MatchKind], dict[str, int]] = {}
    for told in engagements.values():
        if told.group is not None:
            into = sums.setdefault(told.group, defaultdict(int))
            for name, value in told.figures().items():
                into[name] += value
    found = [Impact(incubator, kind, **figures) for (incubator, kind), figures in sums.items()]
    # As the graph orders them: without an incubator last.
    return sorted(found, key=lambda row: (row.incubator_id or "~", row.kind))
