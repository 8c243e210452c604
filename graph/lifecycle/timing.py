"""When a person may be asked, pure: waking hours where they live, once a day, three times a week."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any, Final, Self
from zoneinfo import ZoneInfo, available_timezones

PER_WEEK: Final = 3
WEEK: Final = 7
A_DAY: Final = timedelta(days=1)
TUESDAY, SATURDAY = 1, 5
HOURS: Final = range(24)
DIGEST_FROM: Final = time(9)
QUIET_FROM: Final = 20
QUIET_UNTIL: Final = 8
DEFAULT_ZONE: Final = "Europe/Paris"
OVERSEAS: Final = {
    "971": "America/Guadeloupe",
    "972": "America/Martinique",
    "973": "America/Cayenne",
    "974": "Indian/Reunion",
    "976": "Indian/Mayotte",
}
"""The clocks of the départements that do not keep the time of Paris."""


@cache
def _known_zones() -> frozenset[str]:
    return frozenset(available_timezones())


def is_zone(name: str) -> bool:
    """Whether this is the name of a time zone (IANA), such as `Europe/Paris`."""
    return name in _known_zones()


def zone_name(chosen: str | None, departement: str | None) -> str:
    """The zone that a party chose, or that of its département, where there is none of that name."""
    return chosen if chosen and is_zone(chosen) else OVERSEAS.get(departement or "", DEFAULT_ZONE)


@dataclass(frozen=True, slots=True)
class MailHours:
    """When mails that ask may arrive: never from the hour `quiet_from` to `quiet_until`.

    Week-ends are quiet. Without quiet hours (`has_quiet` false) every moment is good.
    """

    zone: str = DEFAULT_ZONE
    quiet_from: int = QUIET_FROM
    quiet_until: int = QUIET_UNTIL
    has_quiet: bool = True

    @classmethod
    def of(cls, party: Mapping[str, Any], *, has_quiet: bool) -> Self:
        """Of a party's properties; what it did not choose is as usual where it lives."""
        start, end = party.get("quiet_from"), party.get("quiet_until")
        return cls(
            zone_name(party.get("time_zone"), party.get("departement")),
            QUIET_FROM if start is None else start,
            QUIET_UNTIL if end is None else end,
            has_quiet,
        )

    def day_of(self, moment: datetime) -> date:
        """The date at a moment where the person is."""
        return moment.astimezone(ZoneInfo(self.zone)).date()

    def start_of(self, day: date) -> datetime:
        """When a day begins where the person is."""
        return datetime.combine(day, time(), ZoneInfo(self.zone))

    def is_quiet(self, local: datetime) -> bool:
        """Whether nothing may arrive at this local time."""
        hour, start, end = local.hour, self.quiet_from, self.quiet_until
        is_night = start <= hour < end if start <= end else hour >= start or hour < end
        return local.weekday() >= SATURDAY or is_night


def next_allowed(moment: datetime, hours: MailHours) -> datetime:
    """The first moment from this one on at which a mail that asks may arrive."""
    if not hours.has_quiet:
        return moment
    local = moment.astimezone(ZoneInfo(hours.zone))
    while hours.is_quiet(local):
        local = _later(local, hours)
    return local.astimezone(moment.tzinfo)


def _later(local: datetime, hours: MailHours) -> datetime:
    """Out of this stretch of silence, or into the next day."""
    end = local.replace(hour=hours.quiet_until, minute=0, second=0, microsecond=0, fold=0)
    is_week_end = local.weekday() >= SATURDAY
    found = end if end > local and not is_week_end else hours.start_of(local.date() + A_DAY)
    # There and back: an hour that a change of clocks leaves out becomes the one after it.
    return found.astimezone(ZoneInfo("UTC")).astimezone(local.tzinfo)


def has_room(day: date, asked_on: Sequence[date]) -> bool:
    """Whether one more question fits on a day: none that day, three in any seven days."""
    if day in asked_on:
        return False
    firsts = (day - timedelta(days=back) for back in range(WEEK))
    return all(
        sum(first <= other < first + timedelta(days=WEEK) for other in asked_on) < PER_WEEK
        for first in firsts
    )


def slot_now(now: datetime, hours: MailHours, asked_at: Sequence[datetime]) -> datetime | None:
    """When a question that is ready now may arrive; None where that day has no room for it."""
    moment = next_allowed(now, hours)
    asked_on = [hours.day_of(asked) for asked in asked_at]
    return moment if has_room(hours.day_of(moment), asked_on) else None


def next_slot(now: datetime, hours: MailHours, asked_at: Sequence[datetime]) -> datetime:
    """When a question may arrive that must be asked: on the first day with room for it."""
    moment = now
    while (slot := slot_now(moment, hours, asked_at)) is None:
        day = hours.day_of(next_allowed(moment, hours))
        moment = hours.start_of(day + A_DAY).astimezone(now.tzinfo)
    return slot


def next_digest(now: datetime, hours: MailHours) -> datetime:
    """The next Tuesday at nine where the person is, after now."""
    local = now.astimezone(ZoneInfo(hours.zone))
    days = (TUESDAY - local.weekday()) % WEEK
    if days == 0 and local.time() >= DIGEST_FROM:
        days = WEEK
    day = local.date() + timedelta(days=days)
    return datetime.combine(day, DIGEST_FROM, local.tzinfo).astimezone(now.tzinfo)
