"""Questions on day 30 and day 90: how does it go? Pure."""

from datetime import timedelta
from typing import Final

from graph.lifecycle.following import GOING_ON, asked_day, said_on
from graph.lifecycle.links import LINK_AGE, AnswerLink
from graph.models.vocabulary import MatchState, Progress
from workers.mail.content import FollowUpMail
from workers.mail.letterhead import Letterhead
from workers.mail.loading import Dossier
from workers.mail.opening import opening
from workers.mail.people import day_of
from workers.mail.suppression import Cause, Suppressed
from workers.mail.typography import short

A_DAY: Final = timedelta(days=1)


def follow_up_mail(dossier: Dossier, letterhead: Letterhead) -> FollowUpMail | Suppressed:
    """The question for one side; none where the engagement is over, or never was."""
    recipient, row = dossier.recipient, dossier.row
    if recipient is None:
        return Suppressed(Cause.NO_ADDRESS)
    if not recipient.wants_follow_ups:
        return Suppressed(Cause.NOT_WANTED)
    if not dossier.pairs or dossier.pairs[0].match.state is not MatchState.ACCEPTED:
        return Suppressed(Cause.NOT_ACCEPTED)
    pair = dossier.pairs[0]
    engagement = dossier.engagements.get(pair.match.id)
    if engagement is None or engagement.state not in GOING_ON:
        return Suppressed(Cause.NO_LONGER_GOING_ON)
    day = asked_day(row.key)
    if said_on(engagement, pair.side, day) is not None:
        return Suppressed(Cause.ANSWERED)
    link = AnswerLink(row.tenant_id, row.id, pair.match.id, pair.side)
    return FollowUpMail(
        **opening(dossier, recipient, letterhead),
        day=day,
        about=short(pair.need.title),
        about_language=pair.need.language,
        other_name=short(pair.other.name),
        answers={answer: letterhead.follow_up_url(link, answer) for answer in Progress},
        answer_by=day_of(dossier.now + LINK_AGE - A_DAY, recipient),
    )
