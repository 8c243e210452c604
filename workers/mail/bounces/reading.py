"""From a message to what it reports about one of ours. Pure; nothing in a message is trusted.

Two forms are standard: delivery status notifications (RFC 3464) and feedback reports (RFC 5965).
Old qmail and Exim write plain text, and quote the message below it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.policy import compat32

from graph.models.vocabulary import Bounce

MOST_BYTES = 256 * 1024
"""Reports are short; what they quote need not be whole."""
MOST_PARTS = 50
_MESSAGE_ID = re.compile(r"<[^<>\s@]{1,200}@[^<>\s@]{1,200}>")
# No part of it may run over lines without end: the time would grow with their square.
_QUOTED_ID = re.compile(
    r"^[> \t]{0,20}Message-ID:\s{0,4}(<[^<>\s@]{1,200}@[^<>\s@]{1,200}>)",
    re.IGNORECASE | re.MULTILINE,
)
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_REPLY = re.compile(r"\b([45])\d\d[ -]")
_ROBOT = re.compile(r"mailer-daemon|postmaster", re.IGNORECASE)
# A full mailbox, a message that is too long, a policy: the address itself may be fine (RFC 3463).
_PASSING = re.compile(r"5\.(2\.2|2\.3|3\.|4\.|5\.|6\.|7\.)")


@dataclass(frozen=True, slots=True)
class Report:
    """What came back, about one of these messages: the first that is ours."""

    bounce: Bounce
    message_ids: tuple[str, ...]
    status: str = ""


def read_report(content: bytes) -> Report | None:
    """What a message reports; None where it reports nothing, or cannot be read."""
    begin = content[:MOST_BYTES]
    if begin.count(b"boundary") > MOST_PARTS:
        # The parser compares each line with each boundary.
        return None
    try:
        return _read(message_from_bytes(begin, policy=compat32))
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        # What the standard library's parser raises on messages made to break it.
        return None


def _read(message: Message) -> Report | None:
    parts = list(_parts(message))
    ids = tuple(dict.fromkeys(_reported_ids(message, parts)))
    found = _feedback(parts) or _notified(parts) or _told_in_words(message, parts)
    if found is None or not ids:
        return None
    bounce, status = found
    return Report(bounce, ids, status)


def _parts(message: Message) -> Iterator[Message]:
    for number, part in enumerate(message.walk()):
        if number == MOST_PARTS:
            return
        yield part


def _feedback(parts: list[Message]) -> tuple[Bounce, str] | None:
    for part in parts:
        if part.get_content_type() == "message/feedback-report":
            kind = _fields(part).get("feedback-type", "").strip().lower()
            # An opinion that it is no spam is no complaint (RFC 5965, 7.3).
            return None if kind == "not-spam" else (Bounce.COMPLAINT, kind)
    return None


def _fields(part: Message) -> dict[str, str]:
    """The fields of a report, which the parser may take for text or for headers."""
    inner = part.get_payload()
    blocks = inner if isinstance(inner, list) else []
    found = {
        key.lower(): str(value)
        for block in blocks
        if isinstance(block, Message)
        for key, value in block.items()
    }
    lines = (line.partition(":") for line in _text(part).splitlines())
    return {key.strip().lower(): value.strip() for key, _, value in lines} | found


def _notified(parts: list[Message]) -> tuple[Bounce, str] | None:
    """The hardest of the recipients' fates."""
    fates = [
        fate
        for part in parts
        if part.get_content_type() in {"message/delivery-status", "message/global-delivery-status"}
        for block in _blocks(part)
        if (fate := _fate(block))
    ]
    return next((fate for fate in fates if fate[0] is Bounce.HARD), fates[0] if fates else None)


def _blocks(part: Message) -> list[Message]:
    inner = part.get_payload()
    return (
        [block for block in inner if isinstance(block, Message)] if isinstance(inner, list) else []
    )


def _fate(block: Message) -> tuple[Bounce, str] | None:
    action = str(block.get("Action", "")).strip().lower()
    found = _STATUS.search(str(block.get("Status", "")))
    if action != "failed" or found is None:
        return None
    return _judged(found[0])


def _judged(status: str) -> tuple[Bounce, str]:
    is_hard = status.startswith("5.") and not _PASSING.match(status)
    return (Bounce.HARD if is_hard else Bounce.SOFT), status


def _told_in_words(message: Message, parts: list[Message]) -> tuple[Bounce, str] | None:
    """A mail server's own words; a person's answer has none of its marks."""
    is_report = "X-Failed-Recipients" in message or _ROBOT.search(str(message.get("From", "")))
    if not is_report or message.get_content_type() == "multipart/report":
        return None
    words = _text(parts[0]) if not parts[0].is_multipart() else _text(parts[1])
    if found := _STATUS.search(words):
        return _judged(found[0]) if found[1] != "2" else None
    if found := _REPLY.search(words):
        return (Bounce.HARD if found[1] == "5" else Bounce.SOFT), found[0].strip(" -")
    return None


def _reported_ids(message: Message, parts: list[Message]) -> Iterator[str]:
    for part in parts[1:]:
        if part.get_content_type() in {"text/rfc822-headers", "message/rfc822-headers"}:
            yield from _QUOTED_ID.findall(_text(part))
        yield from _MESSAGE_ID.findall(str(part.get("Message-ID", "")))
    for name in ("X-Original-Message-ID", "In-Reply-To", "References"):
        yield from _MESSAGE_ID.findall(str(message.get(name, "")))
    for part in parts:
        if part.get_content_type() == "text/plain":
            yield from _QUOTED_ID.findall(_text(part))


def _text(part: Message) -> str:
    content = part.get_payload(decode=True)
    return content.decode("utf-8", "replace") if isinstance(content, bytes) else ""
