"""The answer page of one match. GET and HEAD only read; POST answers, with the page's nonce."""

from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.pages.card import load_card
from api.pages.failing import patience
from api.pages.form import FormTooLargeError, Problem, read_form, reply_from
from api.pages.ports import context_of
from api.pages.rendering import HEADERS, notice
from api.pages.showing import FORM_PURPOSE, Visit, shown
from graph.errors import GraphError, NotFoundError
from graph.lifecycle.answering import Reply, answer_match
from graph.lifecycle.links import FORM_AGE, AnswerLink, LinkError, LinkExpiredError
from graph.lifecycle.states import Outcome
from graph.models.vocabulary import Language

TAKEN: Final = frozenset(
    {Outcome.ENGAGED, Outcome.WAITING_FOR_OTHER, Outcome.DECLINED, Outcome.PAUSED}
)


async def answer_page(request: Request) -> Response:
    """`/a/{token}`: shows a match to one side, and takes its answer."""
    try:
        return await _visited(request)
    except LinkExpiredError:
        return notice(request, "link_expired", 410)
    except (LinkError, NotFoundError):
        # An altered link and one to nothing look the same from outside.
        return notice(request, "link_unknown", 404)
    except FormTooLargeError:
        return notice(request, "form_too_large", 413)
    except GraphError as error:
        return patience(request, error)


async def _visited(request: Request) -> Response:
    context = context_of(request)
    link = context.links.read(request.path_params["token"])
    visit = Visit(request, link, await load_card(context.graph, link))
    if request.method != "POST":
        return shown(visit)
    filled = await read_form(request)
    if not _is_from_page(visit, filled.nonce):
        return shown(visit, status=403, filled=filled, problem=Problem("answer", "form_stale"))
    reply = reply_from(filled, link, context.graph.clock().date())
    if isinstance(reply, Problem):
        return shown(visit, status=422, filled=filled, problem=reply)
    return await _answered(request, link, reply)


def _is_from_page(visit: Visit, nonce: str) -> bool:
    links = context_of(visit.request).links
    try:
        return links.read(nonce, FORM_PURPOSE, max_age=FORM_AGE) == visit.link
    except LinkError:
        return False


async def _answered(request: Request, link: AnswerLink, reply: Reply) -> Response:
    context = context_of(request)
    answered = await answer_match(context.graph.for_tenant(link.tenant_id), reply)
    await context.queue.hint("need.prepare", tenant_id=link.tenant_id)
    await context.queue.hint("work.sweep")
    if answered.outcome in TAKEN:
        # The page then tells what was taken; loading it again sends nothing twice.
        return RedirectResponse(_own_address(request), 303, headers=HEADERS)
    visit = Visit(request, link, await load_card(context.graph, link))
    is_repeated = answered.outcome is Outcome.ALREADY_ANSWERED
    return shown(visit, status=409, is_repeated=is_repeated)


def _own_address(request: Request) -> str:
    asked = request.query_params.get("lang")
    query = f"?lang={asked}" if asked in set(Language) else ""
    return f"{request.url.path}{query}"
