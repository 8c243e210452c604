"""The page that ends mails about saved searches. GET and HEAD only read; POST acts at once.

Mail programs post for their readers, without having seen the page (RFC 8058): so the link alone
opens it, and no nonce is asked for. A redirect would not be followed.
"""

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from api.pages.failing import patience
from api.pages.form import FormTooLargeError, read_body
from api.pages.ports import PageContext, context_of
from api.pages.rendering import notice, page
from api.pages.wording import chosen_language
from graph.connection import Graph
from graph.errors import GraphError, NotFoundError
from graph.lifecycle.links import LinkError, StopLink
from graph.models.entities import Party
from graph.repositories.parties import Parties
from graph.repositories.saved_searches import SavedSearches
from graph.repositories.tenants import Tenants

ONE_CLICK: Final = b"One-Click"


async def unsubscribe_page(request: Request) -> Response:
    """`/u/{token}`: asks whether to stop, and stops."""
    try:
        return await _visited(request)
    except (LinkError, NotFoundError):
        return notice(request, "stop_unknown", 404)
    except FormTooLargeError:
        return notice(request, "stop_unknown", 413)
    except GraphError as error:
        return patience(request, error)


async def _visited(request: Request) -> Response:
    context = context_of(request)
    link = context.links.read_stop(request.path_params["token"])
    graph = context.graph.for_tenant(link.tenant_id)
    party = await _party(graph, link)
    if request.method != "POST":
        return await _shown(request, context, party)
    # Some programs post a form in parts, others a line: both hold this.
    if ONE_CLICK not in await read_body(request):
        return await _shown(request, context, party, status=422)
    await SavedSearches(graph).stop_all(party.id, actor=f"mail:{link.mail_id}")
    return await _shown(request, context, party, is_stopped=True)


async def _party(graph: Graph, link: StopLink) -> Party:
    found = await Parties(graph).get_many([link.party_id])
    if link.party_id not in found:
        raise NotFoundError(f"no party {link.party_id}: it was erased")
    return found[link.party_id]


async def _shown(
    request: Request,
    context: PageContext,
    party: Party,
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
        is_stopped=is_stopped,
    )
