"""Clocks of readers: changes of clocks, leap days, zones that there are not, and calendar files."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from graph.lifecycle.timing import DIGEST_FROM, TUESDAY
from tests.unit.workers.mail.examples import seeker
from workers.mail.hold import A_WEEK, LENGTH, calendar_file, hold_for
from workers.mail.people import day_of
from workers.mail.zones import (
    is_somewhere,
    local_at,
    period,
    place_of,
    zone_named,
    zone_of,
)

PARIS = ZoneInfo("Europe/Paris")
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # the zone is given beside
ZONES = st.sampled_from(
    ["Europe/Paris", "Indian/Reunion", "America/Cayenne", "Pacific/Marquesas", "Pacific/Kiritimati"]
).map(ZoneInfo)


@pytest.mark.parametrize(
    "name",
    ["Europe/Atlantis", "", "../../etc/passwd", "/etc/localtime", "\x00", "Paris", "é" * 300],
)
def test_a_zone_that_does_not_exist_is_that_of_the_departement(name: str) -> None:
    assert zone_named(name, None) == PARIS
    assert zone_named(name, "974") == ZoneInfo("Indian/Reunion")


def test_a_party_may_choose_its_zone() -> None:
    assert zone_of(seeker(time_zone="America/Montreal", departement="45")).key == "America/Montreal"
    assert place_of(ZoneInfo("Indian/Reunion")) == "Reunion"
    evening = datetime(2026, 11, 24, 21, 30, tzinfo=UTC)
    assert day_of(evening, seeker()) == date(2026, 11, 24)
    assert day_of(evening, seeker(departement="974")) == date(2026, 11, 25)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        # Winter and summer: nine in Paris is eight, then seven, by UTC.
        (datetime(2026, 1, 6, 7, 59, tzinfo=UTC), None),
        (datetime(2026, 1, 6, 8, 0, tzinfo=UTC), date(2026, 1, 6)),
        (datetime(2026, 7, 7, 6, 59, tzinfo=UTC), None),
        (datetime(2026, 7, 7, 7, 0, tzinfo=UTC), date(2026, 7, 7)),
        # The Tuesdays after the clocks change, in March and October.
        (datetime(2026, 3, 31, 7, 0, tzinfo=UTC), date(2026, 3, 31)),
        (datetime(2026, 10, 27, 7, 59, tzinfo=UTC), None),
        (datetime(2026, 10, 27, 8, 0, tzinfo=UTC), date(2026, 10, 27)),
        # A Tuesday on a leap day, and its last minute.
        (datetime(2028, 2, 29, 8, 0, tzinfo=UTC), date(2028, 2, 29)),
        (datetime(2028, 2, 29, 22, 59, tzinfo=UTC), date(2028, 2, 29)),
        (datetime(2028, 2, 29, 23, 0, tzinfo=UTC), None),
    ],
)
def test_digests_come_on_tuesdays_from_nine(moment: datetime, day: date | None) -> None:
    assert period(moment, PARIS, TUESDAY, DIGEST_FROM) == day


@given(MOMENTS, ZONES)
def test_each_week_has_one_digest_whatever_the_clocks_do(moment: datetime, zone: ZoneInfo) -> None:
    half_hours = (moment + timedelta(minutes=30 * n) for n in range(48 * 7))
    days = {period(each, zone, TUESDAY, DIGEST_FROM) for each in half_hours} - {None}

    # A week that begins within a Tuesday's window sees its end and the next one's beginning.
    assert 1 <= len(days) <= 2
    assert all(day is not None and day.weekday() == TUESDAY for day in days)


@given(MOMENTS, ZONES)
def test_where_a_reader_has_a_tuesday_there_is_one_somewhere(
    moment: datetime, zone: ZoneInfo
) -> None:
    assert is_somewhere(moment, moment.astimezone(zone).weekday())
    assert {is_somewhere(moment + timedelta(days=day), TUESDAY) for day in range(7)} == {
        True,
        False,
    }


@pytest.mark.parametrize(
    ("accepted_at", "starts_at"),
    [
        (datetime(2026, 10, 22, 10, tzinfo=UTC), "2026-10-29T09:00"),  # winter has come meanwhile
        (datetime(2026, 3, 24, 10, tzinfo=UTC), "2026-03-31T08:00"),  # summer has
        (datetime(2028, 2, 22, 10, tzinfo=UTC), "2028-02-29T09:00"),  # a leap day
        (datetime(2027, 2, 22, 10, tzinfo=UTC), "2027-03-01T09:00"),  # none
        (datetime(2026, 11, 21, 10, tzinfo=UTC), "2026-11-30T09:00"),  # no Saturday
    ],
)
def test_a_talk_is_held_at_ten_on_a_working_day(accepted_at: datetime, starts_at: str) -> None:
    hold = hold_for("match", accepted_at, seeker(), accepted_at)

    assert hold.starts_at.astimezone(UTC).isoformat(timespec="minutes")[:16] == starts_at
    assert (hold.starts_at.hour, hold.starts_at.minute) == (10, 0)


@given(MOMENTS, ZONES)
def test_both_sides_hold_the_same_half_hour(accepted_at: datetime, zone: ZoneInfo) -> None:
    own = seeker(time_zone=zone.key)
    first = hold_for("match", accepted_at, own, accepted_at)
    later = hold_for("match", accepted_at, own, accepted_at + timedelta(hours=5))

    assert (first.uid, first.starts_at) == (later.uid, later.starts_at)
    assert first.starts_at.weekday() < 5
    assert A_WEEK - timedelta(days=1) < first.starts_at - accepted_at < A_WEEK + timedelta(days=4)


def test_an_hour_that_the_clocks_leave_out_becomes_the_one_after_it() -> None:
    assert (
        local_at(date(2026, 3, 29), time(2, 30), PARIS).isoformat() == "2026-03-29T03:30:00+02:00"
    )


@given(st.text(max_size=80), st.text(max_size=300))
def test_a_calendar_file_holds_whatever_parties_are_called(name: str, told: str) -> None:
    hold = hold_for("match", datetime(2026, 11, 24, 10, tzinfo=UTC), seeker(), datetime.now(UTC))
    content = calendar_file(hold, summary=name, description=told)
    calendar = Calendar.from_ical(content)

    (event,) = calendar.walk("VEVENT")
    assert event["uid"] == "match@maillage"
    assert event.decoded("dtend") - event.decoded("dtstart") == LENGTH
    assert event["status"] == "TENTATIVE"
    assert content.count(b"BEGIN:VEVENT") == content.count(b"\nDTSTART") == 1
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
