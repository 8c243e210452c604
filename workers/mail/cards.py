"""Match cards: which proposals still fit at the moment of sending, and what each card says. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from graph.lifecycle.links import LINK_AGE, AnswerLink
from graph.lifecycle.states import answer_of, other
from graph.models.entities import Need, Offer, OutboxRow
from graph.models.vocabulary import (
    Answer,
    Language,
    MailKind,
    MatchState,
    NeedStatus,
    OfferStatus,
    Side,
)
from workers.mail.content import Card, MatchCardMail
from workers.mail.letterhead import Letterhead
from workers.mail.loading import Dossier, Pair
from workers.mail.opening import opening, reader_of
from workers.mail.people import is_away, town_of
from workers.mail.suppression import Cause, Suppressed
from workers.mail.typography import excerpt, one_line, short, withhold_contacts

MOST_CARDS = 3
MOST_REASONS = 2
EXCERPT = 360
A_DAY = timedelta(days=1)
# What will not mend by itself before the proposal ends.
LASTING = frozenset({Cause.NO_LONGER_AVAILABLE, Cause.OTHER_SIDE_AWAY})


def card_mail(
    dossier: Dossier, letterhead: Letterhead, form: type[MatchCardMail] = MatchCardMail
) -> MatchCardMail | Suppressed:
    """The mail with the proposals that still fit; why it must not be sent where none does."""
    recipient = reader_of(dossier)
    if isinstance(recipient, Suppressed):
        return recipient
    obstacles = {pair.match.id: obstacle(pair, dossier.now) for pair in dossier.pairs}
    fitting = [pair for pair in dossier.pairs if obstacles[pair.match.id] is None][:MOST_CARDS]
    if not fitting:
        first = next((cause for cause in obstacles.values() if cause), Cause.NO_LONGER_AVAILABLE)
        return Suppressed(first)
    return form(
        **opening(dossier, recipient, letterhead),
        side=fitting[0].side,
        about=short(own_subject(fitting[0]).title),
        has_other_accepted=all(_has_other_accepted(pair) for pair in fitting),
        cards=tuple(card_of(pair, dossier, letterhead) for pair in fitting),
        # The last whole day before the proposals end.
        answer_by=(min(ends_at(pair, dossier.now) for pair in fitting) - A_DAY).date(),
    )


def unfit(dossier: Dossier) -> dict[str, Cause]:
    """The proposals that this mail's reader will never see, by match id, with the reason.

    What a digest only repeats was seen: it is not among them.
    """
    recipient = dossier.recipient
    pairs = [pair for pair in dossier.pairs if is_new(pair, dossier.row)]
    if recipient is not None and recipient.email and not recipient.is_reachable:
        return {pair.match.id: Cause.ADDRESS_REFUSED for pair in pairs}
    if recipient is not None and recipient.is_opted_out:
        return {pair.match.id: Cause.OPTED_OUT for pair in pairs}
    if recipient is not None and is_away(recipient, dossier.now):
        return {pair.match.id: Cause.PAUSED for pair in pairs}
    obstacles = {pair.match.id: obstacle(pair, dossier.now) for pair in pairs}
    return {key: cause for key, cause in obstacles.items() if cause in LASTING}


def is_new(pair: Pair, row: OutboxRow) -> bool:
    """Whether the mail is the first one that tells of a proposal.

    A digest that leaves sets the moment of what it tells for the first time.
    """
    asked_at = pair.match.proposed_at
    return row.kind is not MailKind.DIGEST or (asked_at is not None and asked_at >= row.created_at)


def obstacle(pair: Pair, now: datetime) -> Cause | None:
    """Why the reader is not asked about a proposal any more; None where it stands."""
    match = pair.match
    if match.state is not MatchState.PROPOSED or match.asked_side is not pair.side:
        return Cause.NO_LONGER_ASKED
    if pair.need.status is not NeedStatus.OPEN or pair.offer.status is not OfferStatus.OPEN:
        return Cause.NO_LONGER_AVAILABLE
    if pair.offer.taken >= pair.offer.capacity:
        return Cause.NO_LONGER_AVAILABLE
    if is_away(pair.other, now) or pair.other.is_opted_out:
        return Cause.OTHER_SIDE_AWAY
    return Cause.EXPIRED if ends_at(pair, now) <= now + A_DAY else None


def ends_at(pair: Pair, now: datetime) -> datetime:
    """When a proposal ends without an answer."""
    return (pair.match.proposed_at or now) + LINK_AGE


def _has_other_accepted(pair: Pair) -> bool:
    return answer_of(pair.match, other(pair.side)) == Answer.ACCEPT


def own_subject(pair: Pair) -> Need | Offer:
    """What the reader's side brings to the match."""
    return pair.need if pair.side is Side.SEEKER else pair.offer


def other_subject(pair: Pair) -> Need | Offer:
    """What the reader is shown."""
    return pair.offer if pair.side is Side.SEEKER else pair.need


def card_of(pair: Pair, dossier: Dossier, letterhead: Letterhead) -> Card:
    """What the reader is told of one proposal, and where to answer."""
    language = pair.own.language
    shown = other_subject(pair)
    text = one_line(withhold_contacts(shown.text or pair.other.text, language))
    told = pair.match.reasons if pair.side is Side.SEEKER else pair.match.giver_reasons
    # What speaks against a match is worded for the seeker alone.
    doubts = [pair.match.reservation] if pair.side is Side.SEEKER and pair.match.reservation else []
    return Card(
        title=short(withhold_contacts(shown.title, language)),
        excerpt=excerpt(text, EXCERPT),
        language=shown.language,
        party_name=short(pair.other.name),
        party_kind=pair.other.kind,
        town=town_of(pair.other),
        reasons=tuple(_sentences(told, language)[:MOST_REASONS]),
        reservation=next(iter(_sentences(doubts, language)), None),
        url=_link(pair, dossier, letterhead),
        is_repeated=not is_new(pair, dossier.row),
    )


def _sentences(stored: Sequence[dict[str, Any]], language: Language) -> list[str]:
    # A match that was stored before a language was added has no sentence in it.
    return [one_line(item[language.value]) for item in stored if language.value in item]


def _link(pair: Pair, dossier: Dossier, letterhead: Letterhead) -> str:
    row = dossier.row
    return letterhead.answer_url(AnswerLink(row.tenant_id, row.id, pair.match.id, pair.side))
