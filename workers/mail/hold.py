"""The date that an introduction proposes, as a calendar file (RFC 5545). Pure."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final

from icalendar import Calendar, Event

from graph.models.entities import Party
from workers.mail.zones import local_at, working_day, zone_of

A_WEEK: Final = timedelta(days=7)
AT: Final = time(10)
LENGTH: Final = timedelta(minutes=30)
FILE_NAME: Final = "maillage.ics"


@dataclass(frozen=True, slots=True)
class Hold:
    """Half an hour for a first talk. Both sides have the same `uid`, so that it can be moved.

    `sequence` is 0 while nobody has agreed on the time, and higher each time that it is moved.
    """

    uid: str
    starts_at: datetime
    written_at: datetime
    sequence: int = 0


def hold_for(match_id: str, accepted_at: datetime, seeker: Party, now: datetime) -> Hold:
    """A week after both said yes, on a working day, at ten o'clock where the seeker is."""
    zone = zone_of(seeker)
    starts_at = local_at(working_day(accepted_at, zone, A_WEEK), AT, zone)
    return Hold(uid_of(match_id), starts_at, now)


def uid_of(match_id: str) -> str:
    """What calendars know the talk of a match by."""
    return f"{match_id}@maillage"


def calendar_file(hold: Hold, *, summary: str, description: str) -> bytes:
    """The hold, tentative until both agree: it shows where its reader puts it into a calendar."""
    event = Event()
    event.add("uid", hold.uid)
    event.add("dtstamp", hold.written_at.astimezone(UTC))
    event.add("dtstart", hold.starts_at.astimezone(UTC))
    event.add("dtend", (hold.starts_at + LENGTH).astimezone(UTC))
    event.add("sequence", hold.sequence)
    event.add("status", "CONFIRMED" if hold.sequence else "TENTATIVE")
    event.add("summary", summary)
    event.add("description", description)
    calendar = Calendar()
    calendar.add("prodid", "-//Maillage//maillage//")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
