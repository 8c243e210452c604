"""Reading the local outbox: a Maildir of mails that were written and not sent out."""

import base64
import mailbox
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email import message_from_binary_file, policy
from email.message import EmailMessage, Message
from email.parser import BytesHeaderParser
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import IO, Final, cast

MOST_LISTED: Final = 100


@dataclass(frozen=True, slots=True)
class Summary:
    """One line of the list."""

    id: str
    to: str
    subject: str
    language: str
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail as its reader would see it; `html` is not to be trusted."""

    summary: Summary
    sender: str
    text: str
    html: str


def list_mails(folder: Path) -> tuple[list[Summary], int]:
    """The newest mails, at most `MOST_LISTED`, and how many there are. Blocks on files."""
    box = _open(folder)
    if box is None:
        return [], 0
    # Names begin with the time: seconds, or an id that sorts by when it was made.
    keys = sorted(box.keys(), reverse=True)
    headers = BytesHeaderParser(policy=policy.default)
    found = (_read(box, key, headers.parse) for key in keys[:MOST_LISTED])
    return [_summary(key, mail) for key, mail in zip(keys, found, strict=False) if mail], len(keys)


def read_mail(folder: Path, mail_id: str) -> Mail | None:
    """One mail; None where the folder holds none of this id. Blocks on files."""
    box = _open(folder)
    # Only names that the folder lists are opened, so that an id cannot lead out of it.
    if box is None or mail_id not in box.keys():  # noqa: SIM118  # `in` would open the name
        return None
    mail = _read(box, mail_id, lambda file: message_from_binary_file(file, policy=policy.default))
    if mail is None:
        return None
    sender = str(mail.get("From", ""))
    html = with_pictures(_part(mail, "html"), mail)
    return Mail(_summary(mail_id, mail), sender, _part(mail, "plain"), html)


def with_pictures(html: str, mail: EmailMessage) -> str:
    """The html with the pictures that came with it inside, as a mail program shows them."""
    for part in mail.walk():
        cid = str(part.get("Content-ID", "")).strip("<> ")
        if cid and part.get_content_maintype() == "image":
            data = base64.b64encode(part.get_content()).decode()
            html = html.replace(f"cid:{cid}", f"data:{part.get_content_type()};base64,{data}")
    return html


def _open(folder: Path) -> mailbox.Maildir | None:
    # A folder that no mail has reached yet is an empty outbox.
    if not all((folder / part).is_dir() for part in ("new", "cur")):
        return None
    return mailbox.Maildir(folder, create=False)


def _read(
    box: mailbox.Maildir, key: str, parse: Callable[[IO[bytes]], Message]
) -> EmailMessage | None:
    try:
        with box.get_file(key) as file:
            return cast("EmailMessage", parse(cast("IO[bytes]", file)))
    except (KeyError, FileNotFoundError):
        # It was taken away after the folder was listed.
        return None


def _summary(key: str, mail: EmailMessage) -> Summary:
    return Summary(
        id=key,
        to=str(mail.get("To", "")),
        subject=str(mail.get("Subject", "")),
        language=str(mail.get("Content-Language", "")),
        sent_at=_date(str(mail.get("Date", ""))),
    )


def _date(value: str) -> datetime | None:
    try:
        return parsedate_to_datetime(value)
    except ValueError:
        return None


def _part(mail: EmailMessage, subtype: str) -> str:
    body = mail.get_body(preferencelist=(subtype,))
    return "" if body is None else str(body.get_content())
