from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlencode

import pytest
from starlette.requests import Request

from api.pages.form import (
    MOST_BYTES,
    MOST_TEXT,
    Filled,
    FormTooLargeError,
    Problem,
    read_form,
    reply_from,
)
from graph.lifecycle.answering import Reply
from graph.lifecycle.links import AnswerLink
from graph.models.vocabulary import Answer, DeclineReason, Side

LINK = AnswerLink("tenant", "mail", "match", Side.GIVER)
TODAY = date(2026, 9, 1)


def request_with(*chunks: bytes) -> Request:
    async def bodies() -> AsyncIterator[dict[str, Any]]:
        for chunk in chunks:
            yield {"type": "http.request", "body": chunk, "more_body": True}
        yield {"type": "http.request", "body": b"", "more_body": False}

    messages = bodies()
    return Request({"type": "http", "method": "POST", "headers": []}, messages.__anext__)


async def test_fields_are_read_trimmed_and_strangers_left_out() -> None:
    body = urlencode({"answer": " DECLINE ", "text": "été\r\n", "actor": "key:1"}).encode()
    assert await read_form(request_with(body[:7], body[7:])) == Filled(answer="DECLINE", text="été")


@pytest.mark.parametrize(
    "body", [b"", b"\xff\xfe=%ff", b"&&&==", b"a=1&" * 100, b'{"answer": "ACCEPT"}']
)
async def test_what_is_no_form_gives_empty_fields(body: bytes) -> None:
    assert await read_form(request_with(body)) == Filled()


async def test_a_body_beyond_the_limit_is_not_read_on() -> None:
    with pytest.raises(FormTooLargeError):
        await read_form(request_with(b"text=", b"x" * MOST_BYTES))


def test_accept_is_named_after_the_mail() -> None:
    reply = reply_from(Filled(answer="ACCEPT", reason="NO_TIME", text="ignored"), LINK, TODAY)
    assert reply == Reply("match", Side.GIVER, Answer.ACCEPT, "mail:mail")


def test_decline_keeps_its_reason_and_text() -> None:
    filled = Filled(answer="DECLINE", reason="TOO_FAR", text="Trop\r\nloin\x00")
    expected = Reply(
        "match", Side.GIVER, Answer.DECLINE, "mail:mail", DeclineReason.TOO_FAR, "Trop\nloin"
    )
    assert reply_from(filled, LINK, TODAY) == expected


@pytest.mark.parametrize("typed", ["2026-12-31", "31/12/2026"])
def test_pause_ends_at_the_beginning_of_its_day(typed: str) -> None:
    reply = reply_from(Filled(answer="PAUSE", pause_until=typed), LINK, TODAY)
    assert isinstance(reply, Reply)
    assert reply.pause_until == datetime(2026, 12, 31, tzinfo=UTC)


@pytest.mark.parametrize("last", ["2026-09-02", "2027-09-01"])
def test_pause_may_last_from_one_day_to_one_year(last: str) -> None:
    reply = reply_from(Filled(answer="PAUSE", pause_until=last), LINK, TODAY)
    assert isinstance(reply, Reply)


@pytest.mark.parametrize(
    ("filled", "field", "code"),
    [
        (Filled(), "accept", "answer_missing"),
        (Filled(answer="accept"), "accept", "answer_missing"),
        (Filled(answer="DECLINE"), "reason", "reason_missing"),
        (Filled(answer="DECLINE", reason="BORED"), "reason", "reason_missing"),
        (
            Filled(answer="DECLINE", reason="OTHER", text="x" * (MOST_TEXT + 1)),
            "text",
            "text_too_long",
        ),
        (Filled(answer="PAUSE"), "pause_until", "date_missing"),
        (Filled(answer="PAUSE", pause_until="soon"), "pause_until", "date_unreadable"),
        (Filled(answer="PAUSE", pause_until="2026-02-30"), "pause_until", "date_unreadable"),
        (Filled(answer="PAUSE", pause_until="2026-09-01"), "pause_until", "date_past"),
        (Filled(answer="PAUSE", pause_until="2020-01-01"), "pause_until", "date_past"),
        (Filled(answer="PAUSE", pause_until="2027-09-02"), "pause_until", "date_too_far"),
        (Filled(answer="PAUSE", pause_until="9999-12-31"), "pause_until", "date_too_far"),
    ],
)
def test_what_is_wrong_is_named_with_its_field(filled: Filled, field: str, code: str) -> None:
    assert reply_from(filled, LINK, TODAY) == Problem(field, code)
