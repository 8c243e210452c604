"""The page where a person says how often, when and about what to be written to."""

from contextlib import suppress
from typing import Any, Final

from starlette.responses import RedirectResponse, Response

from api.pages.form import Problem
from api.pages.personal import Caller, Fields, personal, read_fields
from api.pages.ports import context_of
from api.pages.rendering import HEADERS
from api.pages.standing import told_to_stopped
from api.pages.wording import words
from graph.lifecycle.returning import return_party, return_until
from graph.lifecycle.timing import HOURS, is_zone, zone_name
from graph.models.preferences import OwnOffer, Preferences
from graph.models.vocabulary import Language, MailFrequency
from graph.repositories.people import Changes, People

MOST_PLACES: Final = 1_000
MOST_KM: Final = 20_000
QUIET: Final = ("quiet_from", "quiet_until")


@personal
async def preferences_page(caller: Caller) -> Response:
    """`/p/{token}`: shows the preferences, and takes new ones."""
    people = People(caller.graph)
    now = await people.preferences(caller.party.id)
    if caller.request.method != "POST":
        return _shown(caller, now)
    fields = await read_fields(caller.request)
    if not caller.has_sent(fields):
        return _shown(caller, now, status=403, problem=Problem("save", "form_stale"))
    if fields.get("do") == ["RETURN"]:
        return await _returned(caller, now)
    changes = changes_from(fields, now, caller.party.departement)
    if isinstance(changes, Problem):
        return _shown(caller, now, status=422, problem=changes)
    await people.change(caller.party.id, changes, actor=caller.actor)
    return await _again(caller, "saved")


async def _returned(caller: Caller, now: Preferences) -> Response:
    if not await return_party(caller.graph, caller.party.id, actor=caller.actor):
        return _shown(caller, now, status=409)
    return await _again(caller, "returned")


async def _again(caller: Caller, told: str) -> Response:
    """The page then tells what was done; its needs are looked at meanwhile."""
    await context_of(caller.request).queue.hint("need.prepare", tenant_id=caller.link.tenant_id)
    return RedirectResponse(
        f"{caller.request.url.path}?told={told}&lang={caller.language}", 303, headers=HEADERS
    )


def _shown(
    caller: Caller, now: Preferences, *, status: int = 200, problem: Problem | None = None
) -> Response:
    zone = zone_name(caller.party.time_zone, caller.party.departement)
    listed = words(caller.language)["preferences"]["zones"].values()
    return caller.page(
        "preferences.html",
        status=status,
        now=now,
        problem=problem,
        zone=zone,
        is_rare_zone=not any(zone in group for group in listed),
        frequencies=list(MailFrequency),
        hours=HOURS,
        most_places=MOST_PLACES,
        most_km=MOST_KM,
        stopped=told_to_stopped(caller.party),
        reply_to=caller.tenant.reply_to,
        return_until=return_until(caller.party, caller.graph.clock()),
        told=None if problem else caller.request.query_params.get("told"),
    )


def changes_from(fields: Fields, now: Preferences, departement: str | None) -> Changes | Problem:
    """What a form asks for, or the first thing that is wrong with it."""
    offers = [_offer_row(fields, offer) for offer in now.offers]
    wrong = _wrong(fields) or next((row for row in offers if isinstance(row, Problem)), None)
    if wrong is not None:
        return wrong
    zone = _first(fields, "time_zone")
    quiet_from, quiet_until = _hours(fields)
    return Changes(
        mail_frequency=_first(fields, "frequency"),
        # The clock of where it is goes with a party that moves.
        time_zone=None if zone == zone_name(None, departement) else zone,
        quiet_from=quiet_from,
        quiet_until=quiet_until,
        # Languages that the page does not offer stay.
        languages=(*(x for x in now.languages if x not in set(Language)), *_spoken(fields)),
        wants_follow_ups="follow_ups" in fields,
        radius_km=_number(fields, "radius_km", 1, MOST_KM),
        offers=tuple(row for row in offers if not isinstance(row, Problem)),
    )


def _wrong(fields: Fields) -> Problem | None:
    is_anywhere = not _first(fields, "radius_km").strip()
    checks = (
        ("frequency", "frequency_missing", _first(fields, "frequency") in set(MailFrequency)),
        ("languages", "language_missing", bool(_spoken(fields))),
        ("quiet_from", "hour_unreadable", len(_hours(fields)) == len(QUIET)),
        ("time_zone", "zone_unknown", is_zone(_first(fields, "time_zone"))),
        (
            "radius_km",
            "radius_unreadable",
            is_anywhere or _number(fields, "radius_km", 1, MOST_KM) is not None,
        ),
    )
    return next((Problem(field, code) for field, code, is_right in checks if not is_right), None)


def _first(fields: Fields, name: str) -> str:
    return fields.get(name, [""])[0]


def _hours(fields: Fields) -> list[int]:
    found = (_number(fields, name, 0, HOURS[-1]) for name in QUIET)
    return [hour for hour in found if hour is not None]


def _spoken(fields: Fields) -> list[str]:
    return [language.value for language in Language if language in fields.get("languages", [])]


def _offer_row(fields: Fields, offer: OwnOffer) -> dict[str, Any] | Problem:
    name = f"capacity-{offer.id}"
    capacity = _number(fields, name, 1, MOST_PLACES)
    if capacity is None:
        return Problem(name, "capacity_unreadable")
    is_wanted = offer.id in fields.get("offers", [])
    return {"id": offer.id, "capacity": capacity, "is_muted": not is_wanted}


def _number(fields: Fields, name: str, least: int, most: int) -> int | None:
    with suppress(ValueError):
        number = int(_first(fields, name))
        return number if least <= number <= most else None
    return None
