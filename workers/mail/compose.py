"""From a row of the outbox to the message, with all that must hold checked once more."""

from collections.abc import Callable
from email.headerregistry import Address
from email.message import EmailMessage
from functools import partial
from typing import Final

from graph.connection import Graph
from graph.lifecycle.ending import withdraw_unasked
from graph.models.entities import OutboxRow
from graph.models.vocabulary import MailKind
from workers.mail.alert import alert_mail
from workers.mail.cards import card_mail, unfit
from workers.mail.content import Mail, ReminderMail
from workers.mail.endings import expiry_mail, paused_mail, stopped_mail
from workers.mail.introduction import introduction_mail
from workers.mail.letterhead import Letterhead
from workers.mail.loading import Dossier, read_dossier
from workers.mail.people import address_of, name_of
from workers.mail.rendering import Headers, render
from workers.mail.suppression import Cause, Suppressed

Writer = Callable[[Dossier, Letterhead], Mail | Suppressed]
WRITERS: Final[dict[MailKind, Writer]] = {
    MailKind.MATCH_CARD: card_mail,
    MailKind.INTRODUCTION: introduction_mail,
    MailKind.SEARCH_ALERT: alert_mail,
    MailKind.REMINDER: partial(card_mail, form=ReminderMail),
    MailKind.EXPIRY: expiry_mail,
    MailKind.PAUSED: paused_mail,
    MailKind.STOPPED: stopped_mail,
}


async def compose(
    graph: Graph, row: OutboxRow, letterhead: Letterhead
) -> EmailMessage | Suppressed:
    """The message of a row as of now, or why it must not be sent. `graph` is bound to its tenant.

    Proposals that its reader cannot be asked about are withdrawn: nobody would ever answer them,
    and their needs would wait until they expire.

    Raises:
        NotFoundError: the tenant is gone.
    """
    dossier = await read_dossier(graph, row)
    if row.kind is MailKind.MATCH_CARD and row.side is not None:
        for match_id, cause in unfit(dossier).items():
            await withdraw_unasked(graph, match_id, row.side, cause=f"mail: {cause}")
    return _composed(dossier, letterhead)


def _composed(dossier: Dossier, letterhead: Letterhead) -> EmailMessage | Suppressed:
    recipient = dossier.recipient
    if recipient is None or not recipient.email:
        return Suppressed(Cause.NO_ADDRESS)
    if not recipient.is_reachable:
        return Suppressed(Cause.ADDRESS_REFUSED)
    if recipient.is_opted_out and dossier.row.kind is not MailKind.STOPPED:
        return Suppressed(Cause.OPTED_OUT)
    mail = _mail(dossier, letterhead)
    if isinstance(mail, Suppressed):
        return mail
    address = address_of(name_of(recipient), recipient.email)
    return render(mail, _headers(dossier, address, letterhead))


def _mail(dossier: Dossier, letterhead: Letterhead) -> Mail | Suppressed:
    writer = WRITERS.get(dossier.row.kind)
    return Suppressed(Cause.NO_WORDS) if writer is None else writer(dossier, letterhead)


def _headers(dossier: Dossier, recipient: Address, letterhead: Letterhead) -> Headers:
    return Headers(
        sender=letterhead.sender,
        recipient=recipient,
        reply_to=dossier.tenant.reply_to,
        message_id=dossier.row.message_id,
        sent_at=dossier.now,
    )
