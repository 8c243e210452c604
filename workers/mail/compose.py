"""From a row of the outbox to the message, with all that must hold checked once more."""

from collections.abc import Callable
from email.headerregistry import Address
from email.message import EmailMessage
from functools import partial
from typing import Final

from graph.connection import Graph
from graph.lifecycle.ending import withdraw_unasked
from graph.lifecycle.mails import ASKING
from graph.models.entities import OutboxRow
from graph.models.vocabulary import MailKind
from workers.mail.alert import alert_mail
from workers.mail.cards import card_mail, unfit
from workers.mail.content import Mail, ReminderMail
from workers.mail.digest import digest_mail
from workers.mail.endings import expiry_mail, paused_mail, stopped_mail
from workers.mail.errors import UnwritableMailError, described
from workers.mail.follow_up import follow_up_mail
from workers.mail.introduction import introduction_mail
from workers.mail.letterhead import Letterhead
from workers.mail.loading import Dossier, read_dossier
from workers.mail.meeting import meeting_mail, slots_mail
from workers.mail.people import MOST_NAME, address_of, name_of
from workers.mail.rendering import Headers, render
from workers.mail.report import report_mail
from workers.mail.suppression import Cause, Suppressed
from workers.mail.typography import excerpt, one_line

Writer = Callable[[Dossier, Letterhead], Mail | Suppressed]
WRITERS: Final[dict[MailKind, Writer]] = {
    MailKind.MATCH_CARD: card_mail,
    MailKind.INTRODUCTION: introduction_mail,
    MailKind.SEARCH_ALERT: alert_mail,
    MailKind.REMINDER: partial(card_mail, form=ReminderMail),
    MailKind.EXPIRY: expiry_mail,
    MailKind.PAUSED: paused_mail,
    MailKind.STOPPED: stopped_mail,
    MailKind.FOLLOW_UP: follow_up_mail,
    MailKind.MEETING_SLOTS: slots_mail,
    MailKind.MEETING: meeting_mail,
    MailKind.DIGEST: digest_mail,
    MailKind.WEEKLY_REPORT: report_mail,
}

MOST_THREADS: Final = 9


def thread_of(match_id: str) -> str:
    """The Message-ID that all mails about a match refer to, so that they are shown together."""
    return f"<{match_id}.match@maillage>"


async def compose(
    graph: Graph, row: OutboxRow, letterhead: Letterhead
) -> EmailMessage | Suppressed:
    """The message of a row as of now, or why it must not be sent. `graph` is bound to its tenant.

    Proposals that its reader cannot be asked about are withdrawn: nobody would ever answer them,
    and their needs would wait until they expire.

    Raises:
        NotFoundError: the tenant is gone.
        UnwritableMailError: a template is broken, or an address is none.
    """
    dossier = await read_dossier(graph, row)
    if row.kind in ASKING:
        for match_id, cause in unfit(dossier).items():
            await withdraw_unasked(graph, match_id, row.recipient_id, cause=f"mail: {cause}")
    try:
        return _composed(dossier, letterhead)
    except Exception as error:
        # Whatever it is, it comes again each time: the row fails, and says what to mend.
        raise UnwritableMailError(described(error)) from error


def _composed(dossier: Dossier, letterhead: Letterhead) -> EmailMessage | Suppressed:
    address = _address(dossier)
    if isinstance(address, Suppressed):
        return address
    mail = _mail(dossier, letterhead)
    if isinstance(mail, Suppressed):
        return mail
    identity = dossier.identity
    return letterhead.signed(render(mail, _headers(dossier, address, letterhead), identity))


def _address(dossier: Dossier) -> Address | Suppressed:
    recipient, kind, tenant = dossier.recipient, dossier.row.kind, dossier.tenant
    if kind is MailKind.WEEKLY_REPORT and tenant.reply_to:
        return address_of(one_line(tenant.name), tenant.reply_to)
    if recipient is None or not recipient.email:
        return Suppressed(Cause.NO_ADDRESS)
    if not recipient.is_reachable:
        return Suppressed(Cause.ADDRESS_REFUSED)
    if recipient.is_opted_out and kind is not MailKind.STOPPED:
        return Suppressed(Cause.OPTED_OUT)
    return address_of(name_of(recipient), recipient.email)


def _mail(dossier: Dossier, letterhead: Letterhead) -> Mail | Suppressed:
    writer = WRITERS.get(dossier.row.kind)
    return Suppressed(Cause.NO_WORDS) if writer is None else writer(dossier, letterhead)


def _headers(dossier: Dossier, recipient: Address, letterhead: Letterhead) -> Headers:
    return Headers(
        sender=letterhead.sender_named(excerpt(one_line(dossier.tenant.name), MOST_NAME)),
        recipient=recipient,
        reply_to=dossier.tenant.reply_to,
        message_id=dossier.row.message_id,
        sent_at=dossier.now,
        threads=tuple(thread_of(match_id) for match_id in dossier.row.match_ids[:MOST_THREADS]),
        feedback_id=f"{dossier.row.kind.lower()}:{dossier.tenant.slug}:maillage",
    )
