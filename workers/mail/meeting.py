"""The time on which both sides agreed, with the calendar entry of their introduction, moved. Pure."""

from graph.lifecycle.following import GOING_ON
from graph.lifecycle.links import AnswerLink
from graph.lifecycle.meeting import meeting_key
from graph.models.vocabulary import MatchState
from workers.mail.content import MeetingMail
from workers.mail.hold import Hold, uid_of
from workers.mail.introduction import contact_of
from workers.mail.letterhead import Letterhead
from workers.mail.loading import Dossier
from workers.mail.opening import opening
from workers.mail.suppression import Cause, Suppressed
from workers.mail.typography import short
from workers.mail.zones import place_of, zone_of


def meeting_mail(dossier: Dossier, letterhead: Letterhead) -> MeetingMail | Suppressed:
    """The news for one side; none where a later one tells another time, or a side has left."""
    recipient, row = dossier.recipient, dossier.row
    if recipient is None or not dossier.pairs:
        return Suppressed(Cause.NO_LONGER_AVAILABLE)
    pair = dossier.pairs[0]
    engagement = dossier.engagements.get(pair.match.id)
    if pair.match.state is not MatchState.ACCEPTED or engagement is None:
        return Suppressed(Cause.NOT_ACCEPTED)
    if pair.other.is_opted_out:
        return Suppressed(Cause.OTHER_SIDE_AWAY)
    if engagement.state not in GOING_ON:
        return Suppressed(Cause.NO_LONGER_GOING_ON)
    starts_at, sequence = engagement.meeting_at, engagement.meeting_sequence
    if starts_at is None or meeting_key(row.key) != sequence:
        return Suppressed(Cause.MOVED)
    zone = zone_of(recipient)
    return MeetingMail(
        **opening(dossier, recipient, letterhead),
        about=short(pair.need.title),
        about_language=pair.need.language,
        own=contact_of(pair.own),
        other=contact_of(pair.other),
        meets_at=starts_at.astimezone(zone),
        zone_place=place_of(zone),
        hold=Hold(uid_of(pair.match.id), starts_at, dossier.now, sequence),
        meeting_url=letterhead.meeting_url(
            AnswerLink(row.tenant_id, row.id, pair.match.id, pair.side)
        ),
    )
