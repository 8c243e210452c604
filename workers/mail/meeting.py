"""A time for both: those that one side proposes, then the one on which both agreed. Pure."""

from typing import TypedDict

from graph.lifecycle.following import GOING_ON
from graph.lifecycle.links import AnswerLink
from graph.lifecycle.meeting import meeting_key
from graph.lifecycle.states import other
from graph.models.entities import Engagement
from graph.models.vocabulary import Language, MatchState
from workers.mail.content import Contact, MeetingMail, MeetingSlotsMail
from workers.mail.hold import Hold, uid_of
from workers.mail.introduction import contact_of
from workers.mail.letterhead import Letterhead
from workers.mail.loading import Dossier, Pair
from workers.mail.opening import opening
from workers.mail.suppression import Cause, Suppressed
from workers.mail.typography import short
from workers.mail.zones import place_of, zone_of


def slots_mail(dossier: Dossier, letterhead: Letterhead) -> MeetingSlotsMail | Suppressed:
    """Asks one side to choose; not where the proposal is outdated, or all of its times are over."""
    found = _going_on(dossier)
    if isinstance(found, Suppressed):
        return found
    pair, engagement = found
    is_newest = meeting_key(dossier.row.key) == engagement.meeting_version
    if not is_newest or engagement.meeting_by is not other(pair.side):
        return Suppressed(Cause.OUTDATED)
    zone = zone_of(pair.own)
    slots = [slot.astimezone(zone) for slot in engagement.meeting_slots if slot > dossier.now]
    if not slots:
        return Suppressed(Cause.EXPIRED)
    agreed_at = engagement.meeting_at
    return MeetingSlotsMail(
        **opening(dossier, pair.own, letterhead),
        **_about(pair, dossier, letterhead),
        slots=tuple(slots),
        agreed_at=agreed_at and agreed_at.astimezone(zone),
    )


def meeting_mail(dossier: Dossier, letterhead: Letterhead) -> MeetingMail | Suppressed:
    """The news for one side; none where a later one tells another time, or a side has left.

    It brings the calendar entry of the introduction, moved.
    """
    found = _going_on(dossier)
    if isinstance(found, Suppressed):
        return found
    pair, engagement = found
    starts_at, sequence = engagement.meeting_at, engagement.meeting_sequence
    if starts_at is None or meeting_key(dossier.row.key) != sequence:
        return Suppressed(Cause.MOVED)
    return MeetingMail(
        **opening(dossier, pair.own, letterhead),
        **_about(pair, dossier, letterhead),
        own=contact_of(pair.own),
        meets_at=starts_at.astimezone(zone_of(pair.own)),
        hold=Hold(uid_of(pair.match.id), starts_at, dossier.now, sequence),
    )


def _going_on(dossier: Dossier) -> tuple[Pair, Engagement] | Suppressed:
    """Whose meeting it is; why nobody is told of it where there will be none."""
    if not dossier.pairs:
        return Suppressed(Cause.NO_LONGER_AVAILABLE)
    pair = dossier.pairs[0]
    engagement = dossier.engagements.get(pair.match.id)
    if pair.match.state is not MatchState.ACCEPTED or engagement is None:
        return Suppressed(Cause.NOT_ACCEPTED)
    if pair.other.is_opted_out:
        return Suppressed(Cause.OTHER_SIDE_AWAY)
    if engagement.state not in GOING_ON:
        return Suppressed(Cause.NO_LONGER_GOING_ON)
    return pair, engagement


class _About(TypedDict):
    about: str
    about_language: Language
    other: Contact
    zone_place: str
    meeting_url: str


def _about(pair: Pair, dossier: Dossier, letterhead: Letterhead) -> _About:
    link = AnswerLink(dossier.row.tenant_id, dossier.row.id, pair.match.id, pair.side)
    return _About(
        about=short(pair.need.title),
        about_language=pair.need.language,
        other=contact_of(pair.other),
        zone_place=place_of(zone_of(pair.own)),
        meeting_url=letterhead.meeting_url(link),
    )
