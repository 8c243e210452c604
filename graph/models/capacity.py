"""Free places in the weeks to come, from what is known now; pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil
from typing import Any, TypeAlias

from graph.models.vocabulary import MatchKind

Row: TypeAlias = Mapping[str, Any]

PLANNED_DAYS = {
    MatchKind.MENTORING: 180.0,
    MatchKind.PILOT: 90.0,
    MatchKind.INTEGRATION: 180.0,
    MatchKind.PARTNERSHIP: 365.0,
}
"""How long an engagement is taken to last while fewer than `ENDED_NEEDED` of its kind have ended."""
ENDED_NEEDED = 5


@dataclass(frozen=True, slots=True)
class CapacityWeek:
    """One week: places free at its start, and how many of them came free since the week before.

    `returning` are those of people whose pause ended, `ending` those of engagements.
    """

    starts_on: date
    free: int
    returning: int
    ending: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """The places of one kind; `paused` ones are free, but of people who are away.

    `overdue` engagements run longer than `planned_days`: no place is expected of them.
    """

    kind: MatchKind
    offers: int
    capacity: int
    taken: int
    paused: int
    overdue: int
    planned_days: float
    weeks: tuple[CapacityWeek, ...]


def forecasts(found: Row, now: datetime, weeks: int) -> list[Forecast]:
    """One forecast for each kind that has open offers, from the record of `get_capacity`."""
    offered = {row["kind"] for row in found["places"]}
    return [_of_kind(kind, found, now, weeks) for kind in MatchKind if kind in offered]


def _of_kind(kind: MatchKind, found: Row, now: datetime, weeks: int) -> Forecast:
    places, running, ended = (
        [row for row in found[part] if row["kind"] == kind]
        for part in ("places", "engagements", "ended")
    )
    planned = _planned_days(kind, ended)
    ending = [{**row, "week": _week_of_end(row, planned)} for row in running]
    return Forecast(
        kind=kind,
        offers=_sum(places, "offers"),
        capacity=_sum(places, "capacity"),
        taken=_sum(places, "taken"),
        paused=_sum((row for row in places if row["back_in"] > 0), "free"),
        overdue=_sum((row for row in ending if row["week"] is None), "running"),
        planned_days=planned,
        weeks=tuple(_weeks(places, ending, now, weeks)),
    )


def _planned_days(kind: MatchKind, ended: Sequence[Row]) -> float:
    known = [row["days"] for row in ended if row["known"] >= ENDED_NEEDED]
    return float(known[0]) if known else PLANNED_DAYS[kind]


def _week_of_end(row: Row, planned: float) -> int | None:
    """The week at whose start the place is free and its giver there; None where it is overdue."""
    left = planned - row["age_days"]
    return max(ceil(left / 7), int(row["back_in"])) if left > 0 else None


def _weeks(
    places: Sequence[Row], ending: Sequence[Row], now: datetime, weeks: int
) -> Iterable[CapacityWeek]:
    free = 0
    for week in range(weeks + 1):
        returning = _sum((row for row in places if row["back_in"] == week), "free")
        ended = _sum((row for row in ending if row["week"] == week), "running")
        free += returning + ended
        day = (now + timedelta(weeks=week)).date()
        yield CapacityWeek(day, free, returning if week else 0, ended)


def _sum(rows: Iterable[Row], name: str) -> int:
    return sum(int(row[name]) for row in rows)
