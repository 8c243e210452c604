import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.models.vocabulary import Bounce
from tests.unit.workers.mail.bounces.samples import (
    ANSWER,
    ARF,
    EXCHANGE,
    EXIM,
    GMAIL,
    MESSAGE_ID,
    POSTFIX,
    QMAIL,
    written,
)
from workers.mail.bounces.reading import MOST_BYTES, MOST_PARTS, Report, read_report

ALL = [POSTFIX, EXCHANGE, GMAIL, EXIM, QMAIL, ARF]


@pytest.mark.parametrize(
    ("text", "bounce", "status"),
    [
        (POSTFIX, Bounce.HARD, "5.1.1"),
        (EXCHANGE, Bounce.HARD, "5.1.10"),
        (GMAIL, Bounce.SOFT, "5.2.2"),
        (EXIM, Bounce.HARD, "550"),
        (QMAIL, Bounce.HARD, "5.1.1"),
        (ARF, Bounce.COMPLAINT, "abuse"),
    ],
    ids=["postfix", "exchange", "gmail", "exim", "qmail", "arf"],
)
def test_reports_of_many_servers_are_read(text: str, bounce: Bounce, status: str) -> None:
    assert read_report(written(text)) == Report(bounce, (MESSAGE_ID,), status)


@pytest.mark.parametrize(
    ("action", "status", "bounce"),
    [
        ("failed", "5.1.1", Bounce.HARD),
        ("Failed", "5.0.0", Bounce.HARD),
        ("failed", "5.1.2 (no such domain)", Bounce.HARD),
        ("failed", "5.2.1", Bounce.HARD),
        ("failed", "5.2.2", Bounce.SOFT),
        ("failed", "5.3.4", Bounce.SOFT),
        ("failed", "5.7.26", Bounce.SOFT),
        ("failed", "4.4.7", Bounce.SOFT),
        ("delayed", "4.4.1", None),
        ("delivered", "2.0.0", None),
        ("relayed", "2.1.5", None),
        ("failed", "", None),
        ("", "5.1.1", None),
    ],
)
def test_only_what_failed_comes_back(action: str, status: str, bounce: Bounce | None) -> None:
    report = read_report(written(POSTFIX, action=action, status=status))
    assert (report and report.bounce) == bounce


def test_of_many_recipients_the_hardest_fate_counts() -> None:
    two = POSTFIX.replace(
        "Final-Recipient",
        "Final-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 4.4.1\n\nFinal-Recipient",
        1,
    )
    report = read_report(written(two))
    assert report is not None
    assert (report.bounce, report.status) == (Bounce.HARD, "5.1.1")


def test_what_is_no_spam_is_no_complaint() -> None:
    assert read_report(written(ARF, kind="not-spam")) is None


def test_a_persons_answer_is_no_report() -> None:
    assert read_report(written(ANSWER)) is None


@pytest.mark.parametrize("text", ALL)
def test_a_report_about_no_message_is_none(text: str) -> None:
    for odd in ("", "<>", "<@>", "no id at all", "<" + "a" * 300 + "@b>"):
        assert read_report(written(text, message_id=odd)) is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00" * 1_000,
        b"\r\n" * 100_000,
        b"Content-Type: multipart/report; boundary=\r\n\r\n--\r\n--\r\n",
        b"Content-Type: multipart/report; boundary=a\r\n\r\n--a\r\nContent-Type: message/delivery-status\r\n\r\n\xff\xfe",
        b"Content-Type: message/delivery-status\r\nContent-Transfer-Encoding: base64\r\n\r\n====",
        b"Content-Type: text/plain; charset=no-such\r\nFrom: postmaster\r\n\r\n550 5.1.1",
        b"Subject: =?utf-8?b?" + b"A" * 100_000 + b"?=\r\n\r\n",
        b"Content-Type: message/rfc822\r\n\r\n" * 2_000,
        b"".join(
            b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n)
            for n in range(500)
        ),
    ],
)
def test_messages_made_to_break_it_report_nothing(content: bytes) -> None:
    assert read_report(content) is None


def test_no_more_is_read_than_reports_need() -> None:
    late = b"x" * MOST_BYTES + written(POSTFIX)
    assert read_report(b"From: postmaster\r\n\r\n" + late) is None
    many = b"--6D3C21.1764322000/mx.relay.example\r\n\r\n\r\n" * MOST_PARTS
    head, _, tail = written(POSTFIX).partition(b"This is a MIME-encapsulated message.")
    assert read_report(head + b"\r\n" + many + tail) is None


@given(st.sampled_from(ALL), st.integers(0, 2**32), st.integers(1, 40))
def test_a_report_that_was_damaged_breaks_nothing(text: str, seed: int, times: int) -> None:
    draw = random.Random(seed)  # noqa: S311  # damage that can be repeated, no secret
    content = bytearray(written(text))
    for _ in range(times):
        content[draw.randrange(len(content))] = draw.randrange(256)
    report = read_report(bytes(content[: draw.randrange(len(content))]))
    assert report is None or all(each.startswith("<") for each in report.message_ids)


@given(st.binary(max_size=2_000))
def test_bytes_of_any_kind_break_nothing(content: bytes) -> None:
    assert read_report(content) is None
