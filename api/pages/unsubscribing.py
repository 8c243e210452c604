"""The page that ends mails of the kind that it was reached from: saved searches, or all others. GET and HEAD only read; POST acts at once.

Mail programs post for their readers, without having seen the page (RFC 8058): so the link alone
opens it, and no nonce is asked for. A redirect would not be followed.
"""

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from api.pages.failing import telling
from api.pages.form import FormTooLargeError, read_body
from api.pages.ports import PageContext, context_of
from api.pages.rendering import page
from api.pages.wording import chosen_language
from graph.connection import Graph
from graph.errors import NotFoundError
from graph.lifecycle.links import LinkError, StopLink
from graph.lifecycle.relating import withdraw_party
from graph.models.entities import Party
from graph.models.vocabulary import MailKind
from graph.repositories.outbox import Outbox
from graph.repositories.parties import Parties
from graph.repositories.saved_searches import SavedSearches
from graph.repositories.tenants import Tenants

ONE_CLICK: Final = b"One-Click"


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
    if request.method != "POST":
        return await _shown(request, context, party, ends)
    # Some programs post a form in parts, others a line: both hold this.
    if ONE_CLICK not in await read_body(request):
        return await _shown(request, context, party, ends, status=422)
    actor = f"mail:{link.mail_id}"
    await SavedSearches(graph).stop_all(party.id, actor=actor)
    if ends == "stop_all" and not party.is_opted_out:
        await withdraw_party(graph, party.id, actor=actor)
        await context.queue.hint("need.prepare", tenant_id=link.tenant_id)
    return await _shown(request, context, party, ends, is_stopped=True)


async def _ends(graph: Graph, link: StopLink) -> str:
    """The table of words for what a click ends: `stop` for saved searches, else `stop_all`."""
    try:
        row = await Outbox(graph).get(link.mail_id)
    except NotFoundError:
        return "stop"
    return "stop" if row.kind is MailKind.SEARCH_ALERT else "stop_all"


async def _shown(
    request: Request,
    context: PageContext,
    party: Party,
    ends: str,
    *,
    status: int = 200,
    is_stopped: bool = False,
) -> Response:
    tenant = await Tenants(context.graph).get(party.tenant_id)
    return page(
        request,
        "unsubscribe.html",
        chosen_language(request, party.language),
        status=status,
        tenant=tenant.name,
        ends=ends,
        is_stopped=is_stopped,
    )
