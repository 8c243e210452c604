"""Mails as messages: a subject, a complete text and an HTML part from one template each. Pure."""

import re
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8, Policy
from functools import cache
from typing import Any, Final

from css_inline import CSSInliner
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from jinja2.ext import Extension

from workers.mail.content import (
    DigestMail,
    ExpiryMail,
    FollowUpMail,
    IntroductionMail,
    Mail,
    MatchCardMail,
    MeetingMail,
    MeetingSlotsMail,
    PausedMail,
    ReminderMail,
    SearchAlertMail,
    StoppedMail,
    WeeklyReportMail,
)
from workers.mail.contrast import legible
from workers.mail.hold import FILE_NAME, calendar_file
from workers.mail.identity import LOGO_ID, PLAIN, Identity, attach_logo
from workers.mail.typography import (
    clock_time,
    excerpt,
    french_spaces,
    long_date,
    mailto,
    one_line,
    paragraphs,
)
from workers.mail.words import KINDS, NEXT_STEPS, PROGRESS, SOUGHT

FOLDERS: Final[dict[type[Mail], str]] = {
    MatchCardMail: "match_card",
    IntroductionMail: "introduction",
    SearchAlertMail: "search_alert",
    ReminderMail: "reminder",
    ExpiryMail: "expiry",
    PausedMail: "paused",
    StoppedMail: "stopped",
    FollowUpMail: "follow_up",
    MeetingSlotsMail: "meeting_slots",
    MeetingMail: "meeting",
    DigestMail: "digest",
    WeeklyReportMail: "weekly_report",
}
WORDS: Final[dict[str, Any]] = {
    "kinds": KINDS,
    "next_steps": NEXT_STEPS,
    "sought": SOUGHT,
    "progress": PROGRESS,
}
WITHOUT_STOP: Final = (StoppedMail, WeeklyReportMail)
"""Who has just stopped needs no link for it, and staff read what they are answerable for."""
UNFOLDED: Final = ("list-unsubscribe", "references", "feedback-id", "dkim-signature")
MOST_SUBJECT: Final = 150
_GAP = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Headers:
    """Whom a message is from and for, and what it belongs to.

    `threads` are the Message-IDs of the conversations that it goes on with; `feedback_id` tells
    mail providers what complaints are about.
    """

    sender: Address
    recipient: Address
    reply_to: str | None
    message_id: str
    sent_at: datetime
    threads: tuple[str, ...] = ()
    feedback_id: str = ""


class UnfoldedHeader(UnstructuredHeader, BaseHeader):
    """A header in one line: a long address would be encoded, and mail programs read none such."""

    def fold(self, *, policy: "Policy[Any]") -> str:
        """`Name: value` as it is; RFC 5322 allows 998 characters."""
        return f"{self.name}: {self}{policy.linesep}"


@cache
def _headers_made() -> HeaderRegistry:
    made = HeaderRegistry()
    for name in UNFOLDED:
        made.map_to_type(name, UnfoldedHeader)
    return made


class FrenchSpaces(Extension):
    """Puts no-break spaces into French templates, never into what people wrote."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002  # Jinja's signature
        """The source as it is compiled."""
        return french_spaces(source) if name and name.endswith(".fr.j2") else source


@cache
def environment() -> Environment:
    """The templates; a name that a template misspells is an error."""
    jinja = Environment(
        loader=PackageLoader("workers.mail"),
        # Subjects and text parts are no HTML, and would show escapes as they are.
        autoescape=select_autoescape(("html.j2", "html.fr.j2", "html.en.j2"), default=False),
        undefined=StrictUndefined,
        extensions=[FrenchSpaces],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    jinja.filters |= {
        "long_date": long_date,
        "clock_time": clock_time,
        "mailto": mailto,
        "paragraphs": paragraphs,
    }
    return jinja


def render(mail: Mail, headers: Headers, identity: Identity = PLAIN) -> EmailMessage:
    """The message in the reader's language, text first, HTML as its alternative."""
    is_ascii = headers.recipient.addr_spec.isascii()
    policy = (SMTP if is_ascii else SMTPUTF8).clone(header_factory=_headers_made())
    message = EmailMessage(policy=policy)
    for name, value in _head(mail, headers).items():
        message[name] = value
    message.set_content(_part(mail, "body.txt", identity), cte="quoted-printable")
    html = _inliner().inline(_part(mail, "body.html", identity))
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    if identity.logo is not None:
        (_, shown) = message.iter_parts()
        attach_logo(shown, identity.logo)
    if isinstance(mail, IntroductionMail | MeetingMail):
        _attach_hold(message, mail)
    # Last: setting contents removes headers of contents.
    message["Content-Language"] = mail.language.value
    return message


def _attach_hold(message: EmailMessage, mail: IntroductionMail | MeetingMail) -> None:
    told = [mail.other.name, mail.other.person, mail.other.email, mail.other.website]
    content = calendar_file(
        mail.hold,
        summary=f"{mail.own.name} – {mail.other.name}",
        description="\n".join(dict.fromkeys(line for line in told if line)),
    )
    message.add_attachment(
        content, maintype="text", subtype="calendar", filename=FILE_NAME, cte="base64"
    )
    (part,) = message.iter_attachments()
    part.set_param("method", "PUBLISH")
    part.set_param("charset", "utf-8")


def _head(mail: Mail, headers: Headers) -> dict[str, Any]:
    head: dict[str, Any] = {"From": headers.sender, "To": headers.recipient}
    if headers.reply_to:
        head["Reply-To"] = headers.reply_to
    head |= {
        "Subject": excerpt(one_line(_part(mail, "subject.txt", PLAIN)), MOST_SUBJECT),
        "Date": headers.sent_at,
        "Message-ID": headers.message_id,
        "Auto-Submitted": "auto-generated",
    }
    if headers.threads:
        head["References"] = " ".join(headers.threads)
    if headers.feedback_id:
        head["Feedback-ID"] = headers.feedback_id
    if not isinstance(mail, WITHOUT_STOP):
        head["List-Unsubscribe"] = f"<{mail.stop_url}>"
        head["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return head


@cache
def _inliner() -> CSSInliner:
    return CSSInliner(load_remote_stylesheets=False)


def _part(mail: Mail, name: str, identity: Identity) -> str:
    template = environment().get_template(f"{FOLDERS[type(mail)]}/{name}.{mail.language}.j2")
    words = {name: found[mail.language] for name, found in WORDS.items()}
    shown = {"accent": legible(identity.accent), "logo_id": identity.logo and LOGO_ID}
    told = template.render(mail=mail, **shown, **words)
    # A paragraph that a template leaves out leaves no gap.
    return _GAP.sub("\n\n", told).strip() + "\n"
