"""The page where both sides of an engagement find a time. GET and HEAD only read; POST acts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response

from api.pages.card import load_card
from api.pages.failing import telling
from api.pages.form import FormTooLargeError, Problem
from api.pages.personal import read_fields
from api.pages.ports import context_of
from api.pages.rendering import page
from api.pages.showing import Visit
from api.pages.slots import NAMES, Typed, slots_from
from api.pages.taking import again
from api.pages.wording import words
from graph.errors import NotFoundError, OutdatedError
from graph.lifecycle.following import GOING_ON
from graph.lifecycle.links import MEETING_PURPOSE, AnswerLink, LinkError, LinkExpiredError, actor_of
from graph.lifecycle.meeting import LATEST, SlotFault, Turn, choose_slot, propose_slots
from graph.lifecycle.timing import zone_name
from graph.models.entities import Engagement
from graph.repositories.engagements import Engagements

FORM_PURPOSE: Final = "meeting-form"


@dataclass(frozen=True, slots=True)
class Table:
    """One side at the table where a time is found: who, about what, by whose clock."""

    visit: Visit
    engagement: Engagement
    zone: ZoneInfo
    now: datetime

    @property
    def offered(self) -> Mapping[str, datetime]:
        """The times that the reader may choose, by what the form calls them."""
        if self.engagement.meeting_by is self.visit.link.side:
            return {}
        return {slot.isoformat(): slot for slot in self.engagement.meeting_slots}

    def turn(self, typed: Typed) -> Turn:
        """Who acts, on what they saw."""
        link = self.visit.link
        return Turn(
            engagement_id=self.engagement.id,
            side=link.side,
            seen=typed.seen,
            actor=actor_of(link),
        )


@telling(
    {
        LinkExpiredError: ("meeting_expired", 410),
        LinkError: ("meeting_unknown", 404),
        NotFoundError: ("meeting_gone", 410),
        FormTooLargeError: ("form_too_large", 413),
    }
)
async def meeting_page(request: Request) -> Response:
    """`/m/{token}`: shows one side what is proposed or agreed, and takes what it says to that."""
    link = context_of(request).links.read(request.path_params["token"], MEETING_PURPOSE)
    table = await _table(request, link)
    if request.method != "POST":
        return _shown(table)
    typed = Typed.of(await read_fields(request))
    if table.engagement.state not in GOING_ON:
        return _shown(table, 409)
    if not table.visit.has_made(typed.nonce, FORM_PURPOSE):
        return _shown(table, 403, typed, Problem(_field(typed), "form_stale"))
    try:
        problem = await _taken(table, typed)
    except OutdatedError:
        return _shown(await _table(request, link), 409, typed, Problem("now", "meeting_changed"))
    if problem is not None:
        return _shown(table, 422, typed, problem)
    await context_of(request).queue.hint("work.sweep")
    return again(table.visit)


async def _table(request: Request, link: AnswerLink) -> Table:
    graph = context_of(request).graph
    visit = Visit(request, link, await load_card(graph, link))
    engagement = await Engagements(graph.for_tenant(link.tenant_id)).of_match(link.match_id)
    reader = visit.card.reader
    zone = ZoneInfo(zone_name(reader.time_zone, reader.departement))
    return Table(visit, engagement, zone, graph.clock())


async def _taken(table: Table, typed: Typed) -> Problem | None:
    """Does what the form asks for, or tells what is wrong with it."""
    graph = context_of(table.visit.request).graph.for_tenant(table.visit.link.tenant_id)
    turn = table.turn(typed)
    if typed.seen != table.engagement.meeting_version:
        raise OutdatedError("the meeting has changed meanwhile: look at what is now")
    if typed.do == "CHOOSE" and table.offered:
        slot = table.offered.get(typed.chosen)
        if slot is None or slot <= table.now:
            return Problem("chosen", "slot_unchosen" if slot is None else SlotFault.PAST)
        await choose_slot(graph, turn, slot)
        return None
    slots = slots_from(typed, table.zone, table.now)
    if isinstance(slots, Problem):
        return slots
    await propose_slots(graph, turn, slots)
    return None


def _field(typed: Typed) -> str:
    return "chosen" if typed.do == "CHOOSE" else NAMES[0]


def _shown(
    table: Table, status: int = 200, typed: Typed | None = None, problem: Problem | None = None
) -> Response:
    visit = table.visit
    if problem and problem.field == "chosen" and not table.offered:
        problem = replace(problem, field=NAMES[0])
    here = table.now.astimezone(table.zone)
    return page(
        visit.request,
        "meeting.html",
        visit.language,
        status=status,
        nonce=context_of(visit.request).links.sign(visit.link, FORM_PURPOSE),
        typed=typed or Typed(),
        problem=problem,
        names=NAMES,
        earliest=here,
        latest=here + LATEST,
        **_about(table),
    )


def _about(table: Table) -> dict[str, Any]:
    visit, engagement = table.visit, table.engagement
    agreed, other = engagement.meeting_at, visit.card.other
    has_stopped = other.is_opted_out or visit.card.reader.is_opted_out
    return {
        "is_told": other.is_reachable and not has_stopped,
        "is_going_on": engagement.state in GOING_ON,
        "version": engagement.meeting_version,
        "agreed": agreed and agreed.astimezone(table.zone),
        "proposed": [slot.astimezone(table.zone) for slot in engagement.meeting_slots],
        "offered": {key: slot.astimezone(table.zone) for key, slot in table.offered.items()},
        "zone": _zone_label(table),
        **visit.names,
        "need_language": visit.card.need.language,
    }


def _zone_label(table: Table) -> str:
    groups = words(table.visit.language)["preferences"]["zones"].values()
    labels = {name: label for group in groups for name, label in group.items()}
    return str(labels.get(table.zone.key, table.zone.key))
