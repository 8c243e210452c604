"""Introductions: both said yes, so each learns how to reach the other. Pure."""

from graph.lifecycle.links import AnswerLink
from graph.models.entities import Need, Offer, Party
from graph.models.vocabulary import MatchState, Side
from graph.text import without_controls
from workers.mail.content import Contact, IntroductionMail, Subject
from workers.mail.hold import hold_for
from workers.mail.letterhead import Letterhead
from workers.mail.loading import Dossier
from workers.mail.opening import opening
from workers.mail.people import town_of
from workers.mail.suppression import Cause, Suppressed
from workers.mail.typography import excerpt, short
from workers.mail.zones import place_of, zone_of

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
    match = pair.match
    seeker = pair.own if pair.side is Side.SEEKER else pair.other
    hold = hold_for(match.id, match.answered_at or match.updated_at, seeker, dossier.now)
    zone = zone_of(recipient)
    return IntroductionMail(
        **opening(dossier, recipient, letterhead),
        side=pair.side,
        kind=pair.match.kind,
        need=_subject(pair.need),
        offer=_subject(pair.offer),
        own=contact_of(pair.own),
        other=contact_of(pair.other),
        meets_at=hold.starts_at.astimezone(zone),
        zone_place=place_of(zone),
        hold=hold,
        meeting_url=letterhead.meeting_url(
            AnswerLink(dossier.row.tenant_id, dossier.row.id, match.id, pair.side)
        ),
    )


def _subject(item: Need | Offer) -> Subject:
    return Subject(
        title=short(item.title),
        text=excerpt(without_controls(item.text).strip(), MOST_TEXT),
        language=item.language,
    )


def contact_of(party: Party) -> Contact:
    """How to reach a party, told to a side to which it said yes."""
    return Contact(
        name=short(party.name),
        kind=party.kind,
        person=short(party.contact_name),
        email=party.email,
        website=short(party.website) if party.website else None,
        town=town_of(party),
    )
