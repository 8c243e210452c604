"""What both sides say of an engagement: after 30 and 90 days, and in the end. One door for all."""

import re
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

from graph.connection import Graph, Record
from graph.errors import NotFoundError
from graph.lifecycle.events import event_row, write_noted
from graph.lifecycle.states import ENGAGEMENT_STEPS
from graph.models.entities import Engagement
from graph.models.vocabulary import Progress, Side

Day: TypeAlias = Literal[30, 90]
DAYS: tuple[Day, ...] = (30, 90)
GOING_ON: Final = frozenset(state for state, steps in ENGAGEMENT_STEPS.items() if steps)
_DAY: Final = re.compile(r"(?<!\d)(30|90)$")


def asked_day(key: str) -> Day:
    """The day that a mail asks about, the end of its row's key."""
    found = _DAY.search(key)
    return 90 if found and found[1] == "90" else 30


def said_on(engagement: Engagement, side: Side, day: Day) -> Progress | None:
    """What a side has said about this day; None where it has not."""
    found: Progress | None = getattr(engagement, f"{side.lower()}_day_{day}")
    return found


def text_on(engagement: Engagement, side: Side, day: Day) -> str:
    """What a side has added about this day."""
    return getattr(engagement, f"{side.lower()}_day_{day}_text") or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """How it goes after so many days; the text is for the network's staff, not for the other side."""

    engagement_id: str
    side: Side
    day: Day
    progress: Progress
    actor: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SideOutcome:
    """What an engagement was worth to a side; amounts in whole euros, where they want to tell."""

    engagement_id: str
    side: Side
    is_useful: bool
    actor: str
    has_continued: bool | None = None
    saved_eur: int | None = None
    invested_eur: int | None = None


async def record_follow_up(graph: Graph, said: FollowUp) -> Engagement:
    """Keeps an answer of day 30 or 90; another one takes its place, and both stay in the trail.

    Raises:
        NotFoundError: no such engagement belongs to the tenant.
    """
    key = f"{said.side.lower()}_day_{said.day}"
    event = event_row(
        said.actor,
        "engagement.followed_up",
        said.engagement_id,
        cause=f"day {said.day}",
        side=said.side,
        day=said.day,
        progress=said.progress,
    )
    answer = {
        key: said.progress.value,
        f"{key}_text": said.text or None,
        f"{key}_at": graph.clock(),
    }
    rows = await write_noted(
        graph, "record_follow_up", lambda _row: event, id=said.engagement_id, answer=answer
    )
    return _engagement(rows, said.engagement_id)


async def record_outcome(graph: Graph, said: SideOutcome) -> Engagement:
    """Keeps the outcome of one side; another one takes its place, and both stay in the trail.

    Raises:
        NotFoundError: no such engagement belongs to the tenant.
    """
    side = said.side.lower()
    figures: dict[str, Any] = {
        "useful": said.is_useful,
        "continued": said.has_continued,
        "saved_eur": said.saved_eur,
        "invested_eur": said.invested_eur,
    }
    event = event_row(
        said.actor, "engagement.outcome", said.engagement_id, side=said.side, **figures
    )
    rows = await write_noted(
        graph,
        "record_outcome",
        lambda _row: event,
        id=said.engagement_id,
        first_key=f"{side}_first_useful",
        first={f"{side}_first_useful": said.is_useful, f"{side}_first_at": graph.clock()},
        outcome={f"{side}_{name}": value for name, value in figures.items()},
    )
    return _engagement(rows, said.engagement_id)


def _engagement(rows: list[Record], engagement_id: str) -> Engagement:
    if not rows:
        raise NotFoundError(f"no engagement has the id {engagement_id}: check the id")
    return Engagement.model_validate(rows[0]["engagement"])
