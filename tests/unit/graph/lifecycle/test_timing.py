"""When a person may be asked: hours, week-ends, changes of clocks, and how often."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.lifecycle.timing import (
    PER_WEEK,
    MailHours,
    has_room,
    is_zone,
    next_allowed,
    next_slot,
    slot_now,
)

PARIS = MailHours()
ALWAYS = MailHours(has_quiet=False)
HOURS = st.builds(
    MailHours,
    st.sampled_from(
        ["Europe/Paris", "Indian/Reunion", "America/Cayenne", "Asia/Kathmandu", "Pacific/Apia"]
    ),
    st.integers(0, 23),
    st.integers(0, 23),
    st.booleans(),
)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2032, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001  # hypothesis wants naive bounds


def paris(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Paris"))


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        # A Wednesday, by day, at night, and before dawn.
        ("2027-01-06 14:20", "2027-01-06 14:20"),
        ("2027-01-06 21:00", "2027-01-07 08:00"),
        ("2027-01-07 05:59", "2027-01-07 08:00"),
        # From Friday evening to Monday morning.
        ("2027-01-08 20:00", "2027-01-11 08:00"),
        ("2027-01-10 10:00", "2027-01-11 08:00"),
        # The clocks change on the Sundays 2027-03-28 and 2027-10-31.
        ("2027-03-26 23:00", "2027-03-29 08:00"),
        ("2027-10-29 23:00", "2027-11-01 08:00"),
        # The day that only every fourth year has: a Tuesday in 2028.
        ("2028-02-28 22:00", "2028-02-29 08:00"),
        ("2028-02-29 22:00", "2028-03-01 08:00"),
    ],
)
def test_a_mail_waits_for_the_next_waking_hour(now: str, expected: str) -> None:
    assert next_allowed(paris(now).astimezone(UTC), PARIS) == paris(expected)


def test_an_hour_that_the_clocks_leave_out_becomes_the_next_one() -> None:
    # Clocks went from 00:00 to 01:00 there on Friday 2026-04-24.
    hours = MailHours("Africa/Cairo", 20, 0)
    found = next_allowed(datetime(2026, 4, 23, 20, 0, tzinfo=UTC), hours)
    assert found == datetime(2026, 4, 23, 22, 0, tzinfo=UTC)
    assert found.astimezone(ZoneInfo("Africa/Cairo")).hour == 1


@given(MOMENTS, HOURS)
def test_an_allowed_moment_is_never_quiet_nor_past_and_stays_as_it_is(
    now: datetime, hours: MailHours
) -> None:
    found = next_allowed(now, hours)
    assert now <= found < now + timedelta(days=5)
    local = found.astimezone(ZoneInfo(hours.zone))
    assert not (hours.has_quiet and hours.is_quiet(local))
    assert next_allowed(found, hours) == found


@given(MOMENTS, HOURS, st.lists(st.timedeltas(timedelta(0), timedelta(days=30)), max_size=25))
def test_nobody_is_asked_twice_a_day_or_four_times_a_week(
    start: datetime, hours: MailHours, steps: list[timedelta]
) -> None:
    asked: list[datetime] = []
    for step in steps:
        asked.append(next_slot(start + step, hours, asked))
    days = sorted(hours.day_of(moment) for moment in asked)
    assert len(set(days)) == len(days)
    assert all(
        last - first >= timedelta(days=7)
        for first, last in zip(days, days[PER_WEEK:], strict=False)
    )


def test_a_question_of_today_is_for_today_or_not_asked() -> None:
    now = datetime(2027, 1, 6, 10, tzinfo=UTC)
    assert slot_now(now, ALWAYS, []) == now
    assert slot_now(now, ALWAYS, [now - timedelta(hours=2)]) is None
    assert slot_now(now, ALWAYS, [now - timedelta(days=1)]) == now


@pytest.mark.parametrize(
    ("asked_on", "expected"),
    [([], True), ([6], False), ([4, 5], True), ([1, 3, 5], False), ([1, 2, 8], True)],
)
def test_a_day_has_room(asked_on: list[int], expected: bool) -> None:  # noqa: FBT001  # a parameter of the table
    days = [date(2027, 1, day) for day in asked_on]
    assert has_room(date(2027, 1, 6), days) is expected


def test_what_a_party_did_not_choose_is_as_usual_where_it_lives() -> None:
    assert MailHours.of({}, has_quiet=True) == PARIS
    assert MailHours.of({"departement": "974"}, has_quiet=True).zone == "Indian/Reunion"
    unknown = {"time_zone": "Europe/Atlantis", "departement": "974"}
    assert MailHours.of(unknown, has_quiet=True).zone == "Indian/Reunion"
    chosen = {"time_zone": "Europe/Lisbon", "quiet_from": 22, "quiet_until": 0}
    assert MailHours.of(chosen, has_quiet=True) == MailHours("Europe/Lisbon", 22, 0)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Europe/Paris", True), ("Europe/Pari", False), ("", False), ("../etc/passwd", False)],
)
def test_a_zone_is_known_or_not(name: str, expected: bool) -> None:  # noqa: FBT001  # a parameter of the table
    assert is_zone(name) is expected
