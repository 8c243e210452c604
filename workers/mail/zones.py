"""Where the clock of a reader stands, and what it shows. Pure."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from graph.lifecycle.timing import SATURDAY, zone_name
from graph.models.entities import Party

MONDAY = 0
REPORT_FROM: Final = time(8)
FIRST, LAST = timedelta(hours=14), timedelta(hours=-12)
"""How far the clocks that are first and last on a day stand from UTC."""


def zone_of(party: Party) -> ZoneInfo:
    """The zone that the party chose, else that of its département."""
    return zone_named(party.time_zone, party.departement)


def zone_named(name: str | None, departement: str | None) -> ZoneInfo:
    """A zone by its name (IANA); where there is none of that name, that of a département."""
    return ZoneInfo(zone_name(name, departement))


def place_of(zone: ZoneInfo) -> str:
    """The town that a zone is named after, as in `heure de Paris`."""
    return zone.key.rpartition("/")[2].replace("_", " ")


def local_at(day: date, hour: time, zone: ZoneInfo) -> datetime:
    """A local time of a day; one that a change of clocks leaves out becomes the one after it."""
    return datetime.combine(day, hour, zone).astimezone(UTC).astimezone(zone)


def period(now: datetime, zone: ZoneInfo, weekday: int, since: time) -> date | None:
    """The local date, where it is that day of the week and that hour is past; else None."""
    local = now.astimezone(zone)
    return local.date() if local.weekday() == weekday and local.time() >= since else None


def is_somewhere(now: datetime, weekday: int) -> bool:
    """Whether it is that day of the week anywhere: from the Line Islands to Baker Island."""
    moments = (now + FIRST, now, now + LAST)
    return weekday in {moment.astimezone(UTC).weekday() for moment in moments}


def working_day(moment: datetime, zone: ZoneInfo, after: timedelta) -> date:
    """The first day from Monday to Friday that is so long after a moment."""
    day = (moment + after).astimezone(zone).date()
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    return day
