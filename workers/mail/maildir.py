"""Mails into a folder of this machine in Maildir format, and back out of it for a viewer."""

import asyncio
import hashlib
import os
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from mailbox import Maildir
from pathlib import Path

from graph.ids import new_id
from workers.mail.transport import BeforeLeaving, Receipt, Verdict

FILE_LIMIT_S = 30.0
_SAFE_KEY = re.compile(r"[0-9A-Za-z][0-9A-Za-z.\-]{0,99}")


@dataclass(frozen=True, slots=True)
class MessageSummary:
    """One line of the list."""

    id: str
    to: str
    subject: str
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class StoredMessage:
    """One message with both its parts."""

    summary: MessageSummary
    text: str
    html: str


class MaildirTransport:
    """Keeps messages under a name made from their Message-ID: the same one is kept once."""

    def __init__(self, path: Path) -> None:
        self._path = path

    async def send(self, message: EmailMessage, before_leaving: BeforeLeaving) -> Receipt:
        """See `Transport`. Never UNCERTAIN: keeping a message again changes nothing."""
        draft = self._path / "tmp" / new_id()
        try:
            async with asyncio.timeout(FILE_LIMIT_S):
                await asyncio.to_thread(_write, self._path, draft, message.as_bytes())
                if not await before_leaving():
                    return Receipt(Verdict.CALLED_OFF)
                key = key_of(message["Message-ID"])
                await asyncio.to_thread(_publish, self._path, draft, key)
        except OSError as error:
            # The path may hold a user's name; the kind of trouble says enough.
            return Receipt(Verdict.RETRY, f"{type(error).__name__}: {error.strerror or ''}")
        finally:
            await asyncio.to_thread(_discard, draft)
        return Receipt(Verdict.SENT)


class MaildirReader:
    """The messages of a Maildir, for the development viewer."""

    def __init__(self, path: Path) -> None:
        self._path = path

    async def page(self, *, first: int) -> list[MessageSummary]:
        """The newest messages, newest first."""
        return await asyncio.to_thread(_newest, self._path, first)

    async def get(self, message_id: str) -> StoredMessage | None:
        """One message by the id of its summary; None where there is none."""
        if not _SAFE_KEY.fullmatch(message_id):
            return None
        return await asyncio.to_thread(_stored, self._path, message_id)


def key_of(message_id: str) -> str:
    """The file name of a message: the left side of its Message-ID, or a hash of the whole."""
    left = message_id.strip().removeprefix("<").partition("@")[0]
    return left if _SAFE_KEY.fullmatch(left) else hashlib.sha256(message_id.encode()).hexdigest()


def _open(path: Path) -> Maildir:
    # `mailbox` makes all or nothing; a folder that exists may still lack its three parts.
    for part in ("", "tmp", "new", "cur"):
        (path / part).mkdir(mode=0o700, parents=True, exist_ok=True)
    return Maildir(path, create=False)


def _write(path: Path, draft: Path, content: bytes) -> None:
    _open(path)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _publish(path: Path, draft: Path, key: str) -> None:
    # One that was read already lies elsewhere in the box, and stays as it is.
    if key not in _open(path):
        draft.replace(path / "new" / key)


def _discard(draft: Path) -> None:
    # A draft left behind is no message: mail programs clear `tmp` themselves.
    with suppress(OSError):
        draft.unlink(missing_ok=True)


def _newest(path: Path, first: int) -> list[MessageSummary]:
    box = _open(path)
    # Row ids sort by time, and so do the names made from them.
    keys = sorted(box.keys(), reverse=True)[:first]
    return [_summary(key, _parsed(box, key)) for key in keys]


def _stored(path: Path, key: str) -> StoredMessage | None:
    box = _open(path)
    if key not in box:
        return None
    message = _parsed(box, key)
    return StoredMessage(_summary(key, message), _part(message, "plain"), _part(message, "html"))


def _parsed(box: Maildir, key: str) -> EmailMessage:
    return message_from_bytes(box.get_bytes(key), policy=default)


def _summary(key: str, message: EmailMessage) -> MessageSummary:
    date = message["Date"]
    sent_at = None if date is None else date.datetime
    return MessageSummary(key, str(message["To"] or ""), str(message["Subject"] or ""), sent_at)


def _part(message: EmailMessage, subtype: str) -> str:
    part = message.get_body((subtype,))
    return "" if part is None else str(part.get_content())
