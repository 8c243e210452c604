"""Introductions: both said yes, so each learns how to reach the other. Pure."""

from graph.models.entities import Need, Offer, Party
from graph.models.vocabulary import MatchState
from graph.text import without_controls
from workers.mail.content import Contact, IntroductionMail, Subject
from workers.mail.letterhead import Letterhead
from workers.mail.loading import Dossier
from workers.mail.opening import opening
from workers.mail.people import town_of
from workers.mail.suppression import Cause, Suppressed
from workers.mail.typography import excerpt, one_line

# Four bytes a character, quoted, in two parts: the mail stays below 100 kB.
MOST_TEXT = 1_500


def introduction_mail(dossier: Dossier, letterhead: Letterhead) -> IntroductionMail | Suppressed:
    """The introduction for one side; why it must not be sent where one side has left.

    A pause does not hold it back: it stops proposals, and this answers a yes.
    """
    recipient = dossier.recipient
    if recipient is None or not dossier.pairs:
        return Suppressed(Cause.NO_LONGER_AVAILABLE)
    pair = dossier.pairs[0]
    if pair.match.state is not MatchState.ACCEPTED:
        return Suppressed(Cause.NOT_ACCEPTED)
    if pair.other.is_opted_out:
        return Suppressed(Cause.OTHER_SIDE_AWAY)
    return IntroductionMail(
        **opening(dossier, recipient, letterhead),
        side=pair.side,
        kind=pair.match.kind,
        need=_subject(pair.need),
        offer=_subject(pair.offer),
        own=_contact(pair.own),
        other=_contact(pair.other),
    )


def _subject(item: Need | Offer) -> Subject:
    return Subject(
        title=one_line(item.title),
        text=excerpt(without_controls(item.text).strip(), MOST_TEXT),
        language=item.language,
    )


def _contact(party: Party) -> Contact:
    return Contact(
        name=one_line(party.name),
        kind=party.kind,
        person=one_line(party.contact_name),
        email=party.email,
        website=one_line(party.website) if party.website else None,
        town=town_of(party),
    )
