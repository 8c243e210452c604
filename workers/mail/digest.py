"""Once a week: all that waits for one reader's answer, and what ended without one. Pure."""

from collections.abc import Sequence
from itertools import groupby

from graph.models.vocabulary import MailFrequency, MatchState, Side
from workers.mail.cards import A_DAY, card_of, ends_at, obstacle, own_subject
from workers.mail.content import DigestMail, Topic
from workers.mail.endings import ended_of
from workers.mail.letterhead import Letterhead
from workers.mail.loading import Dossier, Pair
from workers.mail.opening import opening, reader_of
from workers.mail.people import day_of
from workers.mail.suppression import Cause, Suppressed
from workers.mail.typography import short

MOST_CARDS = 9
"""Three needs with three cards each: more is a list that nobody reads."""


def digest_mail(dossier: Dossier, letterhead: Letterhead) -> DigestMail | Suppressed:
    """The mail with all that still fits, and what ended; why it must not be sent where there is none."""
    recipient = reader_of(dossier)
    if isinstance(recipient, Suppressed):
        return recipient
    if recipient.mail_frequency is not MailFrequency.WEEKLY:
        # Chosen since the digest was written: each card comes by itself.
        return Suppressed(Cause.NO_LONGER_WEEKLY)
    fitting = [pair for pair in dossier.pairs if obstacle(pair, dossier.now) is None]
    ended = [pair for pair in dossier.pairs if pair.match.state is MatchState.EXPIRED]
    if not fitting and not ended:
        return Suppressed(Cause.NO_LONGER_ASKED)
    shown = sorted(fitting, key=_soonest)[:MOST_CARDS]
    last = min((ends_at(pair, dossier.now) for pair in shown), default=None)
    return DigestMail(
        **opening(dossier, recipient, letterhead),
        topics=_topics(shown, dossier, letterhead),
        count=len(shown),
        answer_by=last and day_of(last - A_DAY, recipient),
        ended=tuple(ended_of(pair) for pair in ended),
    )


def _soonest(pair: Pair) -> str:
    return str(pair.match.proposed_at)


def _subject(pair: Pair) -> tuple[Side, str]:
    return pair.side, own_subject(pair).id


def _topics(pairs: Sequence[Pair], dossier: Dossier, letterhead: Letterhead) -> tuple[Topic, ...]:
    grouped = groupby(sorted(pairs, key=_subject), key=_subject)
    return tuple(_topic(list(group), dossier, letterhead) for _, group in grouped)


def _topic(pairs: list[Pair], dossier: Dossier, letterhead: Letterhead) -> Topic:
    return Topic(
        side=pairs[0].side,
        about=short(own_subject(pairs[0]).title),
        cards=tuple(card_of(pair, dossier, letterhead) for pair in pairs),
    )
