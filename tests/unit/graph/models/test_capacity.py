"""Free places in the weeks to come."""

from datetime import UTC, datetime
from typing import Any

from graph.models.capacity import ENDED_NEEDED, forecasts
from graph.models.vocabulary import MatchKind

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def found(**parts: list[dict[str, Any]]) -> dict[str, Any]:
    empty: dict[str, Any] = {"places": [], "engagements": [], "ended": []}
    return empty | {name: [{"kind": "PILOT"} | row for row in rows] for name, rows in parts.items()}


def places(free: int, *, back_in: int = 0) -> dict[str, Any]:
    return {"back_in": back_in, "offers": 1, "capacity": free, "taken": 0, "free": free}


def running(age_days: int, *, back_in: int = 0) -> dict[str, Any]:
    return {"age_days": age_days, "back_in": back_in, "running": 1}


def test_what_nobody_offers_has_no_forecast() -> None:
    assert forecasts(found(), NOW, 4) == []


def test_a_pause_holds_places_back_until_it_ends() -> None:
    (pilots,) = forecasts(found(places=[places(1), places(2, back_in=2)]), NOW, 3)
    assert [week.free for week in pilots.weeks] == [1, 1, 3, 3]
    assert [week.returning for week in pilots.weeks] == [0, 0, 2, 0]
    assert pilots.paused == 2
    assert [str(week.starts_on) for week in pilots.weeks][:2] == ["2026-03-02", "2026-03-09"]


def test_an_engagement_gives_its_place_back_when_it_is_planned_to_end() -> None:
    at_work = [running(90 - 7), running(90 - 8), running(90 - 1, back_in=3)]
    (pilots,) = forecasts(found(places=[places(0)], engagements=at_work), NOW, 3)
    assert pilots.planned_days == 90
    assert [week.ending for week in pilots.weeks] == [0, 1, 1, 1]
    assert [week.free for week in pilots.weeks] == [0, 1, 2, 3]


def test_no_place_is_expected_of_what_runs_longer_than_planned() -> None:
    (pilots,) = forecasts(found(places=[places(1)], engagements=[running(90)]), NOW, 2)
    assert pilots.overdue == 1
    assert [week.free for week in pilots.weeks] == [1, 1, 1]


def test_the_plan_is_learned_from_enough_that_came_to_their_end() -> None:
    few, enough = ({"known": known, "days": 30.0} for known in (ENDED_NEEDED - 1, ENDED_NEEDED))
    for row, planned in ((few, 90.0), (enough, 30.0)):
        (pilots,) = forecasts(found(places=[places(1)], ended=[row]), NOW, 1)
        assert pilots.planned_days == planned
        assert pilots.kind is MatchKind.PILOT
