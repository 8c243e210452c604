"""What the answer page looks like where a match stands."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

from api.pages.card import Card
from api.pages.excerpts import clean, split_text, without_contacts
from api.pages.form import LONGEST_PAUSE, MOST_TEXT, Filled, Problem
from api.pages.ports import context_of
from api.pages.rendering import page
from api.pages.standing import told_to
from api.pages.wording import chosen_language, place_of, words
from graph.lifecycle.links import FORM_AGE, AnswerLink, LinkError
from graph.lifecycle.returning import return_until
from graph.lifecycle.undoing import undo_until
from graph.models.vocabulary import DeclineReason, Language

FORM_PURPOSE: Final = "answer-form"
# What of a long text is shown without a click, in characters.
LEAD: Final = 700


@dataclass(frozen=True, slots=True)
class Visit:
    """Someone who opened a link, with the match it leads to."""

    request: Request
    link: AnswerLink
    card: Card

    @property
    def language(self) -> Language:
        """The reader's, or the one chosen on the page."""
        return chosen_language(self.request, self.card.reader.language)

    @property
    def names(self) -> dict[str, str]:
        """Who and what each page of a match names, fit to be shown."""
        card = self.card
        return {
            "tenant": clean(card.tenant.name),
            "other": clean(card.other.name),
            "reader": clean(card.reader.name),
            "need": clean(card.need.title),
        }

    def has_made(self, nonce: str, purpose: str) -> bool:
        """Whether a form is from a page of this visit, not long ago."""
        links = context_of(self.request).links
        try:
            return links.read(nonce, purpose, max_age=FORM_AGE) == self.link
        except LinkError:
            return False


def shown(
    visit: Visit,
    *,
    status: int = 200,
    filled: Filled | None = None,
    problem: Problem | None = None,
    is_repeated: bool = False,
) -> Response:
    """The form where the reader is asked, else what has become of the match.

    `filled` and `problem` are what was typed and what is wrong with it; `is_repeated` tells
    someone who answers twice that the first answer counts.
    """
    told = told_to(visit.card)
    if told is None:
        return _form(visit, status, filled or Filled(), problem)
    return page(
        visit.request,
        "outcome.html",
        visit.language,
        status=status,
        outcome=told,
        is_repeated=is_repeated,
        **_second_thoughts(visit),
        **_about(visit),
    )


def _second_thoughts(visit: Visit) -> dict[str, Any]:
    context = context_of(visit.request)
    return {
        "return_until": return_until(visit.card.reader, context.graph.clock()),
        "is_returned": visit.request.query_params.get("told") == "returned",
        "undo": visit.card.undo(context.graph.clock()),
        "undo_until": undo_until(visit.card.match),
        "nonce": context.links.sign(visit.link, FORM_PURPOSE),
    }


def _form(visit: Visit, status: int, filled: Filled, problem: Problem | None) -> Response:
    context = context_of(visit.request)
    today = context.graph.clock().date()
    return page(
        visit.request,
        "answer.html",
        visit.language,
        status=status,
        nonce=context.links.sign(visit.link, FORM_PURPOSE),
        filled=filled,
        problem=problem,
        is_undone=visit.request.query_params.get("told") == "undone",
        decline_reasons=[r for r in DeclineReason if r is not DeclineReason.NOT_THIS_COMPANY],
        most_text=MOST_TEXT,
        today=today,
        first_day=today + timedelta(days=1),
        example_day=today + timedelta(days=90),
        last_day=today + LONGEST_PAUSE,
        reasons=visit.card.reasons(visit.language),
        reservation=visit.card.reservation(visit.language),
        **_about(visit),
    )


def _about(visit: Visit) -> dict[str, Any]:
    card, mask = visit.card, words(visit.language)["contacts_withheld"]
    return {
        "card": card,
        "side": card.side.lower(),
        **visit.names,
        "own": clean(card.own.title),
        "place": place_of(card.other),
        "title": without_contacts(card.theirs.title, mask),
        "text": split_text(without_contacts(card.theirs.text, mask), LEAD),
        "about": split_text(without_contacts(card.other.text, mask), LEAD),
    }
