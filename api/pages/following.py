"""The page where one side says how an engagement goes. GET and HEAD only read; POST answers."""

from dataclasses import dataclass, replace
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

from api.pages.card import load_card
from api.pages.excerpts import clean
from api.pages.failing import telling
from api.pages.form import MOST_TEXT, Filled, FormTooLargeError, Problem, read_form
from api.pages.ports import context_of
from api.pages.rendering import page
from api.pages.showing import Visit
from api.pages.taking import again
from graph.connection import Graph
from graph.errors import NotFoundError
from graph.lifecycle.following import (
    GOING_ON,
    Day,
    FollowUp,
    asked_day,
    record_follow_up,
    said_on,
    text_on,
)
from graph.lifecycle.links import (
    FOLLOW_UP_PURPOSE,
    AnswerLink,
    LinkError,
    LinkExpiredError,
    actor_of,
)
from graph.models.entities import Engagement
from graph.models.vocabulary import Progress
from graph.repositories.engagements import Engagements
from graph.repositories.outbox import Outbox

FORM_PURPOSE: Final = "follow-up-form"


@dataclass(frozen=True, slots=True)
class Question:
    """How does this engagement go, after so many days?"""

    visit: Visit
    engagement: Engagement
    day: Day


@telling(
    {
        LinkExpiredError: ("follow_up_expired", 410),
        LinkError: ("follow_up_unknown", 404),
        NotFoundError: ("follow_up_gone", 410),
        FormTooLargeError: ("form_too_large", 413),
    }
)
async def follow_up_page(request: Request) -> Response:
    """`/f/{token}`: asks one side how it goes, and takes its answer."""
    context = context_of(request)
    link = context.links.read(request.path_params["token"], FOLLOW_UP_PURPOSE)
    question = await _question(request, context.graph, link)
    if request.method != "POST":
        return _shown(question)
    filled = await read_form(request)
    if not question.visit.has_made(filled.nonce, FORM_PURPOSE):
        return _shown(question, 403, filled, Problem("progress", "form_stale"))
    if question.engagement.state not in GOING_ON:
        return _shown(question, 409)
    said = _said(question, filled)
    if isinstance(said, Problem):
        return _shown(question, 422, filled, said)
    await record_follow_up(context.graph.for_tenant(link.tenant_id), said)
    return again(question.visit)


async def _question(request: Request, graph: Graph, link: AnswerLink) -> Question:
    bound = graph.for_tenant(link.tenant_id)
    card = await load_card(graph, link)
    mail = await Outbox(bound).get(link.mail_id)
    engagement = await Engagements(bound).of_match(link.match_id)
    return Question(Visit(request, link, card), engagement, asked_day(mail.key))


def _said(question: Question, filled: Filled) -> FollowUp | Problem:
    """The answer that the fields express, or the first thing that is wrong with them."""
    text = clean(filled.text)
    if filled.answer not in set(Progress):
        return Problem("progress", "progress_missing")
    if len(text) > MOST_TEXT:
        return Problem("text", "text_too_long")
    link = question.visit.link
    return FollowUp(
        engagement_id=question.engagement.id,
        side=link.side,
        day=question.day,
        progress=Progress(filled.answer),
        actor=actor_of(link),
        text=text,
    )


def _shown(
    question: Question,
    status: int = 200,
    filled: Filled | None = None,
    problem: Problem | None = None,
) -> Response:
    visit = question.visit
    return page(
        visit.request,
        "follow_up.html",
        visit.language,
        status=status,
        nonce=context_of(visit.request).links.sign(visit.link, FORM_PURPOSE),
        filled=filled or _begun(question),
        problem=problem,
        most_text=MOST_TEXT,
        choices=list(Progress),
        **_about(question),
    )


def _begun(question: Question) -> Filled:
    """The form as the link begins it, or as it was sent before."""
    side = question.visit.link.side
    said = said_on(question.engagement, side, question.day)
    filled = Filled(answer=said or "", text=text_on(question.engagement, side, question.day))
    clicked = question.visit.request.query_params.get("answer", "")
    return replace(filled, answer=clicked) if clicked in set(Progress) else filled


def _about(question: Question) -> dict[str, Any]:
    visit, engagement = question.visit, question.engagement
    card = visit.card
    return {
        "card": card,
        "day": question.day,
        "is_going_on": engagement.state in GOING_ON,
        "said": said_on(engagement, visit.link.side, question.day),
        "told_text": text_on(engagement, visit.link.side, question.day),
        **visit.names,
    }
