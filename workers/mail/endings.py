"""What came to an end: proposals without an answer, a person's proposals for a while, or for good. Pure."""

from graph.lifecycle.returning import return_until
from graph.models.vocabulary import MatchState, NeedStatus, OfferStatus, StoppedBy
from workers.mail.cards import other_subject, own_subject
from workers.mail.content import Ended, ExpiryMail, PausedMail, StoppedMail
from workers.mail.letterhead import Letterhead
from workers.mail.loading import Dossier, Pair
from workers.mail.opening import opening, reader_of
from workers.mail.people import day_of, is_away
from workers.mail.suppression import Cause, Suppressed
from workers.mail.typography import short, withhold_contacts

OPEN = frozenset({NeedStatus.OPEN, OfferStatus.OPEN})
SILENCE = "unanswered"
"""A row whose cause holds this word tells of a pause that nobody asked for."""


def expiry_mail(dossier: Dossier, letterhead: Letterhead) -> ExpiryMail | Suppressed:
    """The mail that tells which proposals ended; none where the reader has paused meanwhile."""
    recipient = reader_of(dossier)
    if isinstance(recipient, Suppressed):
        return recipient
    over = [pair for pair in dossier.pairs if pair.match.state is MatchState.EXPIRED]
    if not over:
        return Suppressed(Cause.NOT_ENDED)
    return ExpiryMail(
        **opening(dossier, recipient, letterhead),
        side=over[0].side,
        about=short(own_subject(over[0]).title),
        ended=tuple(ended_of(pair) for pair in over),
        is_open=own_subject(over[0]).status in OPEN,
    )


def ended_of(pair: Pair) -> Ended:
    """What is told of a proposal that is over."""
    shown = other_subject(pair)
    return Ended(
        title=short(withhold_contacts(shown.title, pair.own.language)),
        language=shown.language,
        party_name=short(pair.other.name),
    )


def paused_mail(dossier: Dossier, letterhead: Letterhead) -> PausedMail | Suppressed:
    """The mail that confirms a pause; none where it is over already."""
    recipient = dossier.recipient
    if recipient is None:
        return Suppressed(Cause.NO_ADDRESS)
    if recipient.paused_until is None or not is_away(recipient, dossier.now):
        return Suppressed(Cause.NOT_AWAY)
    return PausedMail(
        **opening(dossier, recipient, letterhead),
        until=day_of(recipient.paused_until, recipient),
        is_for_silence=SILENCE in dossier.row.cause,
    )


def stopped_mail(dossier: Dossier, letterhead: Letterhead) -> StoppedMail | Suppressed:
    """The mail that tells of a stop; none where the reader came back already, or complained."""
    recipient = dossier.recipient
    if recipient is None:
        return Suppressed(Cause.NO_ADDRESS)
    if not recipient.is_opted_out:
        return Suppressed(Cause.NOT_AWAY)
    if recipient.complained_at:
        return Suppressed(Cause.OPTED_OUT)
    return StoppedMail(
        **opening(dossier, recipient, letterhead),
        is_by_staff=recipient.stopped_by is StoppedBy.STAFF,
        can_return=return_until(recipient, dossier.now) is not None,
    )
