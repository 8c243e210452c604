"""The page where a person says how often, when and about what to be written to."""

from contextlib import suppress
from typing import Any, Final

from starlette.responses import RedirectResponse, Response

from api.pages.form import Problem
from api.pages.personal import Caller, Fields, personal, read_fields
from api.pages.ports import context_of
from api.pages.rendering import HEADERS
from graph.lifecycle.timing import HOURS
from graph.models.preferences import MailFrequency, OwnOffer, Preferences
from graph.models.vocabulary import Language
from graph.repositories.people import Changes, People

MOST_PLACES: Final = 1_000
MOST_KM: Final = 20_000


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
    changes = changes_from(fields, now)
    if isinstance(changes, Problem):
        return _shown(caller, now, status=422, problem=changes)
    await people.change(caller.party.id, changes, actor=caller.actor)
    await context_of(caller.request).queue.hint("need.prepare", tenant_id=caller.link.tenant_id)
    return RedirectResponse(
        f"{caller.request.url.path}?told=saved&lang={caller.language}", 303, headers=HEADERS
    )


def _shown(
    caller: Caller, now: Preferences, *, status: int = 200, problem: Problem | None = None
) -> Response:
    return caller.page(
        "preferences.html",
        status=status,
        now=now,
        problem=problem,
        frequencies=list(MailFrequency),
        hours=HOURS,
        most_places=MOST_PLACES,
        most_km=MOST_KM,
        is_saved=caller.request.query_params.get("told") == "saved" and problem is None,
    )


def changes_from(fields: Fields, now: Preferences) -> Changes | Problem:
    """What a form asks for, or the first thing that is wrong with it."""
    frequency = fields.get("frequency", [""])[0]
    if frequency not in set(MailFrequency):
        return Problem("frequency", "frequency_missing")
    hours = [_number(fields, name, 0, HOURS[-1]) for name in ("quiet_from", "quiet_until")]
    spoken = [language.value for language in Language if language in fields.get("languages", [])]
    if not spoken:
        return Problem("languages", "language_missing")
    if hours[0] is None or hours[1] is None:
        return Problem("quiet_from", "hour_unreadable")
    radius = _number(fields, "radius_km", 1, MOST_KM)
    if radius is None and fields.get("radius_km", [""])[0].strip():
        return Problem("radius_km", "radius_unreadable")
    offers = [_offer_row(fields, offer) for offer in now.offers]
    wrong = next((row for row in offers if isinstance(row, Problem)), None)
    if wrong is not None:
        return wrong
    return Changes(
        mail_frequency=frequency,
        quiet_from=hours[0],
        quiet_until=hours[1],
        # Languages that the page does not offer stay.
        languages=(*(x for x in now.languages if x not in set(Language)), *spoken),
        radius_km=radius,
        offers=tuple(row for row in offers if not isinstance(row, Problem)),
    )


def _offer_row(fields: Fields, offer: OwnOffer) -> dict[str, Any] | Problem:
    name = f"capacity-{offer.id}"
    capacity = _number(fields, name, 1, MOST_PLACES)
    if capacity is None:
        return Problem(name, "capacity_unreadable")
    is_wanted = offer.id in fields.get("offers", [])
    return {"id": offer.id, "capacity": capacity, "is_muted": not is_wanted}


def _number(fields: Fields, name: str, least: int, most: int) -> int | None:
    with suppress(ValueError):
        number = int(fields.get(name, [""])[0])
        return number if least <= number <= most else None
    return None
