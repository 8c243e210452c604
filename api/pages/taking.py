"""What an answer page's form does: the answer is taken, taken back, or everything is stopped."""

from dataclasses import replace
from typing import Final

from starlette.responses import RedirectResponse, Response

from api.pages.card import load_card
from api.pages.ports import context_of
from api.pages.rendering import HEADERS
from api.pages.showing import Visit, shown
from graph.connection import Graph
from graph.lifecycle.answering import Reply, answer_match
from graph.lifecycle.links import actor_of
from graph.lifecycle.relating import withdraw_party
from graph.lifecycle.returning import return_party
from graph.lifecycle.states import Outcome
from graph.lifecycle.undoing import Undo, undo_answer
from graph.models.vocabulary import Language, StoppedBy

TAKEN: Final = frozenset(
    {Outcome.ENGAGED, Outcome.WAITING_FOR_OTHER, Outcome.DECLINED, Outcome.PAUSED}
)


async def answered(visit: Visit, reply: Reply) -> Response:
    """Takes an answer. Of two devices, the first counts, and the second is told so."""
    given = await answer_match(_graph(visit), reply)
    await _wake(visit)
    if given.outcome in TAKEN:
        return again(visit)
    return await _shown_anew(visit, is_repeated=given.outcome is Outcome.ALREADY_ANSWERED)


async def undone(visit: Visit) -> Response:
    """Takes the answer back, and asks again; where that is too late, tells what to do instead."""
    link = visit.link
    taken = await undo_answer(_graph(visit), link.match_id, link.side, actor=actor_of(visit.link))
    await _wake(visit)
    if taken.undo is Undo.POSSIBLE:
        return again(visit, told="undone")
    return await _shown_anew(visit, is_repeated=False)


async def stopped(visit: Visit) -> Response:
    """Takes the reader out of the network's proposals."""
    reader_id, actor = visit.card.reader.id, actor_of(visit.link)
    await withdraw_party(_graph(visit), reader_id, stopped_by=StoppedBy.ITSELF, actor=actor)
    await _wake(visit)
    return again(visit)


async def returned(visit: Visit) -> Response:
    """Takes the stop back; where that is too late, the page tells what to do instead."""
    if not await return_party(_graph(visit), visit.card.reader.id, actor=actor_of(visit.link)):
        return await _shown_anew(visit, is_repeated=False)
    await _wake(visit)
    return again(visit, told="returned")


async def _shown_anew(visit: Visit, *, is_repeated: bool) -> Response:
    card = await load_card(context_of(visit.request).graph, visit.link)
    return shown(replace(visit, card=card), status=409, is_repeated=is_repeated)


def _graph(visit: Visit) -> Graph:
    return context_of(visit.request).graph.for_tenant(visit.link.tenant_id)


async def _wake(visit: Visit) -> None:
    queue = context_of(visit.request).queue
    await queue.hint("need.prepare", tenant_id=visit.link.tenant_id)
    await queue.hint("work.sweep")


def again(visit: Visit, **told: str) -> RedirectResponse:
    """The page then tells what was taken; loading it again sends nothing twice."""
    asked = visit.request.query_params.get("lang")
    query = {"lang": asked} if asked in set(Language) else {}
    pairs = "&".join(f"{name}={value}" for name, value in (query | told).items())
    return RedirectResponse(
        f"{visit.request.url.path}{'?' if pairs else ''}{pairs}", 303, headers=HEADERS
    )
