"""The answer page of one match. GET and HEAD only read; POST answers, with the page's nonce."""

from collections.abc import Awaitable, Callable
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from api.pages.card import load_card
from api.pages.failing import telling
from api.pages.form import Ask, FormTooLargeError, Problem, read_form, reply_from
from api.pages.ports import context_of
from api.pages.showing import FORM_PURPOSE, Visit, shown
from api.pages.taking import answered, returned, stopped, undone
from graph.errors import NotFoundError
from graph.lifecycle.links import LinkError, LinkExpiredError

DEEDS: Final[dict[str, Callable[[Visit], Awaitable[Response]]]] = {
    Ask.STOP: stopped,
    Ask.UNDO: undone,
    Ask.RETURN: returned,
}


@telling(
    {
        LinkExpiredError: ("link_expired", 410),
        LinkError: ("link_unknown", 404),
        # Only who was sent this link learns that what it led to was erased.
        NotFoundError: ("match_gone", 410),
        FormTooLargeError: ("form_too_large", 413),
    }
)
async def answer_page(request: Request) -> Response:
    """`/a/{token}`: shows a match to one side, and takes its answer."""
    context = context_of(request)
    link = context.links.read(request.path_params["token"])
    visit = Visit(request, link, await load_card(context.graph, link))
    if request.method != "POST":
        return shown(visit)
    filled = await read_form(request)
    if not visit.has_made(filled.nonce, FORM_PURPOSE):
        return shown(visit, status=403, filled=filled, problem=Problem("answer", "form_stale"))
    if filled.answer in DEEDS:
        return await DEEDS[filled.answer](visit)
    reply = reply_from(filled, link, context.graph.clock().date())
    if isinstance(reply, Problem):
        return shown(visit, status=422, filled=filled, problem=reply)
    return await answered(visit, reply)
