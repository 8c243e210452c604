"""Alerts: what appeared for the searches that a party saved. Pure."""

from itertools import groupby

from graph.lifecycle.links import StopLink
from graph.models.vocabulary import Language
from graph.repositories.saved_searches import Find
from workers.mail.content import Found, SearchAlertMail
from workers.mail.letterhead import Letterhead
from workers.mail.loading import Dossier
from workers.mail.people import is_away, name_of, town_of
from workers.mail.suppression import Cause, Suppressed
from workers.mail.typography import excerpt, one_line, withhold_contacts

EXCERPT = 240
PHRASE = 120


def alert_mail(dossier: Dossier, letterhead: Letterhead) -> SearchAlertMail | Suppressed:
    """The mail with the offers that are still there; why it must not be sent where none is."""
    recipient = dossier.recipient
    if recipient is None:
        return Suppressed(Cause.NO_ADDRESS)
    if is_away(recipient, dossier.now):
        return Suppressed(Cause.PAUSED)
    if not dossier.finds:
        return Suppressed(Cause.NO_LONGER_AVAILABLE)
    language = recipient.language
    row = dossier.row
    return SearchAlertMail(
        language=language,
        recipient_name=name_of(recipient),
        tenant_name=one_line(dossier.tenant.name),
        can_reply=dossier.tenant.reply_to is not None,
        searches=tuple(
            (excerpt(one_line(phrase), PHRASE), tuple(_found(each, language) for each in finds))
            for (_, phrase), finds in groupby(
                dossier.finds, key=lambda find: (find.search.id, find.search.phrase)
            )
        ),
        stop_url=letterhead.stop_url(StopLink(row.tenant_id, row.id, recipient.id)),
    )


def _found(find: Find, language: Language) -> Found:
    offer, giver = find.offer, find.giver
    text = one_line(withhold_contacts(offer.text or giver.text, language))
    return Found(
        title=one_line(withhold_contacts(offer.title, language)),
        excerpt=excerpt(text, EXCERPT),
        language=offer.language,
        party_name=one_line(giver.name),
        party_kind=giver.kind,
        town=town_of(giver),
    )
