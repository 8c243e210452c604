"""The page that ends mails of the kind that it was reached from. GET and HEAD only read; POST acts.

It ends mails about saved searches, questions how it goes, or all mails from any other.

Mail programs post for their readers, without having seen the page (RFC 8058): so the link alone
opens it, and no nonce is asked for. A redirect would not be followed.
"""

from dataclasses import astuple, dataclass
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from api.pages.failing import telling
from api.pages.form import FormTooLargeError, read_body
from api.pages.personal import parse_fields
from api.pages.ports import PageContext, context_of
from api.pages.rendering import page
from api.pages.wording import chosen_language
from graph.connection import Graph
from graph.errors import NotFoundError
from graph.lifecycle.inquiring import stop_asking
from graph.lifecycle.links import FORM_AGE, LinkError, PersonLink, StopLink, actor_of
from graph.lifecycle.relating import withdraw_party
from graph.lifecycle.returning import return_party, return_until
from graph.models.entities import Party
from graph.models.vocabulary import MailKind, StoppedBy
from graph.repositories.outbox import Outbox
from graph.repositories.parties import Parties
from graph.repositories.saved_searches import SavedSearches
from graph.repositories.tenants import Tenants

ONE_CLICK: Final = b"One-Click"
RETURN_PURPOSE: Final = "return-form"
ENDS: Final = {MailKind.SEARCH_ALERT: "stop", MailKind.FOLLOW_UP: "stop_follow_ups"}


@telling(
    {
        LinkError: ("stop_unknown", 404),
        # Only who was sent this link learns that there is nobody left to write to.
        NotFoundError: ("own_gone", 410),
        FormTooLargeError: ("stop_unknown", 413),
    }
)
async def unsubscribe_page(request: Request) -> Response:
    """`/u/{token}`: asks whether to stop, and stops."""
    context = context_of(request)
    link = context.links.read_stop(request.path_params["token"])
    graph = context.graph.for_tenant(link.tenant_id)
    party = await Parties(graph).get(link.party_id)
    ends = await _ends(graph, link)
    visit = _Visit(request, context, link, graph, ends)
    stage = "done" if ends == "stop_all" and party.is_opted_out else "ask"
    if request.method != "POST":
        return await _shown(visit, stage)
    body = await read_body(request)
    # Some programs post a form in parts, others a line: both hold this.
    if ONE_CLICK in body:
        return await _stopped(visit, party)
    if not _wants_back(visit, body):
        return await _shown(visit, stage, status=422)
    return await _returned(visit)


@dataclass(frozen=True, slots=True)
class _Visit:
    """Someone who opened a link; `ends` is the table of words for what a click ends."""

    request: Request
    context: PageContext
    link: StopLink
    graph: Graph
    ends: str

    @property
    def actor(self) -> str:
        return actor_of(self.link)

    @property
    def own_link(self) -> PersonLink:
        """What the nonce of this page's own form is about."""
        return PersonLink(*astuple(self.link))


async def _stopped(visit: _Visit, party: Party) -> Response:
    if visit.ends == "stop_follow_ups":
        await stop_asking(visit.graph, party.id, actor=visit.actor)
        return await _shown(visit, "done")
    await SavedSearches(visit.graph).stop_all(party.id, actor=visit.actor)
    if visit.ends == "stop_all" and party.stopped_at is None:
        await withdraw_party(visit.graph, party.id, stopped_by=StoppedBy.ITSELF, actor=visit.actor)
        await visit.context.queue.hint("need.prepare", tenant_id=party.tenant_id)
    return await _shown(visit, "done")


async def _returned(visit: _Visit) -> Response:
    party_id = visit.link.party_id
    await return_party(visit.graph, party_id, actor=visit.actor)
    # Whoever clicked twice is back all the same.
    if (await Parties(visit.graph).get(party_id)).is_opted_out:
        return await _shown(visit, "done", status=409)
    await visit.context.queue.hint("need.prepare", tenant_id=visit.link.tenant_id)
    return await _shown(visit, "back")


def _wants_back(visit: _Visit, body: bytes) -> bool:
    fields = parse_fields(body)
    nonce = fields.get("nonce", [""])[0]
    try:
        given = visit.context.links.read_person(nonce, RETURN_PURPOSE, max_age=FORM_AGE)
    except LinkError:
        return False
    return given == visit.own_link and fields.get("do") == ["RETURN"]


async def _ends(graph: Graph, link: StopLink) -> str:
    """The table of words for what a click ends."""
    try:
        row = await Outbox(graph).get(link.mail_id)
    except NotFoundError:
        # It was about a match of somebody who was erased since: those mails alone are deleted.
        return "stop_all"
    return ENDS.get(row.kind, "stop_all")


async def _shown(visit: _Visit, stage: str, *, status: int = 200) -> Response:
    party = await Parties(visit.graph).get(visit.link.party_id)
    tenant = await Tenants(visit.context.graph).get(party.tenant_id)
    if stage == "done" and visit.ends == "stop_all" and party.stopped_by is StoppedBy.STAFF:
        stage = "taken_out"
    return page(
        visit.request,
        "unsubscribe.html",
        chosen_language(visit.request, party.language),
        status=status,
        tenant=tenant.name,
        reply_to=tenant.reply_to,
        ends=visit.ends,
        stage=stage,
        nonce=visit.context.links.sign_person(visit.own_link, RETURN_PURPOSE),
        return_until=return_until(party, visit.graph.clock()),
    )
