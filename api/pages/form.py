"""The answer form: what was typed, and what it means."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Final
from urllib.parse import parse_qsl

from starlette.requests import Request

from api.pages.excerpts import clean
from graph.lifecycle.answering import Reply
from graph.lifecycle.links import AnswerLink, actor_of
from graph.models.vocabulary import Answer, DeclineReason

MOST_BYTES: Final = 32_768
MOST_FIELDS: Final = 20
MOST_TEXT: Final = 1_000
LONGEST_PAUSE: Final = timedelta(days=365)
# Browsers send the first; the second is what people type where there is no date picker.
DATE_FORMATS: Final = ("%Y-%m-%d", "%d/%m/%Y")


class Ask(StrEnum):
    """What the form may ask for beyond the answers."""

    EXCLUDE = "EXCLUDE"
    STOP = "STOP"
    UNDO = "UNDO"
    RETURN = "RETURN"


class FormTooLargeError(Exception):
    """More was sent than the form can hold."""


@dataclass(frozen=True, slots=True)
class Filled:
    """The fields as typed; what is missing is empty."""

    nonce: str = ""
    answer: str = ""
    reason: str = ""
    text: str = ""
    pause_until: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a field (the id of its control); `code` names the sentence to show."""

    field: str
    code: str


async def read_form(request: Request) -> Filled:
    """The form in a request's body; anything that is no such form gives empty fields.

    Raises:
        FormTooLargeError: the body is beyond `MOST_BYTES`.
    """
    body = await read_body(request)
    try:
        pairs = parse_qsl(body.decode("utf-8", "replace"), max_num_fields=MOST_FIELDS)
    except ValueError:
        return Filled()
    known = Filled.__dataclass_fields__
    return Filled(**{name: value.strip() for name, value in pairs if name in known})


async def read_body(request: Request) -> bytes:
    """A request's body. Raises FormTooLargeError."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise FormTooLargeError
    return body


def reply_from(filled: Filled, link: AnswerLink, today: date) -> Reply | Problem:
    """The answer that the fields express, or the first thing that is wrong with them."""
    actor = actor_of(link)
    match filled.answer:
        case Answer.ACCEPT:
            return Reply(link.match_id, link.side, Answer.ACCEPT, actor)
        case Answer.DECLINE:
            return _decline(filled, link, actor)
        case Ask.EXCLUDE:
            reason = DeclineReason.NOT_THIS_COMPANY
            return Reply(link.match_id, link.side, Answer.DECLINE, actor, reason)
        case Answer.PAUSE:
            until = _pause_until(filled.pause_until, today)
            if isinstance(until, Problem):
                return until
            return Reply(link.match_id, link.side, Answer.PAUSE, actor, pause_until=until)
    return Problem("accept", "answer_missing")


def _decline(filled: Filled, link: AnswerLink, actor: str) -> Reply | Problem:
    if filled.reason not in set(DeclineReason):
        return Problem("reason", "reason_missing")
    text = clean(filled.text)
    if len(text) > MOST_TEXT:
        return Problem("text", "text_too_long")
    reason = DeclineReason(filled.reason)
    return Reply(link.match_id, link.side, Answer.DECLINE, actor, reason, text)


def _pause_until(typed: str, today: date) -> datetime | Problem:
    field = "pause_until"
    if not typed:
        return Problem(field, "date_missing")
    day = _day(typed)
    if day is None:
        return Problem(field, "date_unreadable")
    if day <= today:
        return Problem(field, "date_past")
    if day > today + LONGEST_PAUSE:
        return Problem(field, "date_too_far")
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _day(typed: str) -> date | None:
    for pattern in DATE_FORMATS:
        try:
            return datetime.strptime(typed, pattern).replace(tzinfo=UTC).date()
        except ValueError:
            continue
    return None
