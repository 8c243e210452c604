"""Alerts: what appeared for the searches that a party saved. Pure."""

from itertools import groupby

from graph.models.vocabulary import Language
from graph.repositories.saved_searches import Find
from workers.mail.content import Found, SearchAlertMail
from workers.mail.letterhead import Letterhead
from workers.mail.loading import Dossier
from workers.mail.opening import opening, reader_of
from workers.mail.people import town_of
from workers.mail.suppression import Cause, Suppressed
from workers.mail.typography import excerpt, one_line, short, withhold_contacts

EXCERPT = 240
PHRASE = 120


def alert_mail(dossier: Dossier, letterhead: Letterhead) -> SearchAlertMail | Suppressed:
    """The mail with the offers that are still there; why it must not be sent where none is."""
    recipient = reader_of(dossier)
    if isinstance(recipient, Suppressed):
        return recipient
    if not dossier.finds:
        return Suppressed(Cause.NO_LONGER_AVAILABLE)
    language = recipient.language
    return SearchAlertMail(
        **opening(dossier, recipient, letterhead),
        searches=tuple(
            (excerpt(one_line(phrase), PHRASE), tuple(_found(each, language) for each in finds))
            for (_, phrase), finds in groupby(
                dossier.finds, key=lambda find: (find.search.id, find.search.phrase)
            )
        ),
    )


def _found(find: Find, language: Language) -> Found:
    offer, giver = find.offer, find.giver
    text = one_line(withhold_contacts(offer.text or giver.text, language))
    return Found(
        title=short(withhold_contacts(offer.title, language)),
        excerpt=excerpt(text, EXCERPT),
        language=offer.language,
        party_name=short(giver.name),
        party_kind=giver.kind,
        town=town_of(giver),
    )
