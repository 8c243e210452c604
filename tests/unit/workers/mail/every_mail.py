"""One mail of every kind in both languages, made from the small market of the examples."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from graph.models.entities import SavedSearch
from graph.models.vocabulary import (
    AlertFrequency,
    Language,
    MailKind,
    MatchKind,
    MatchState,
    Side,
    StoppedBy,
)
from graph.repositories.periodic import WeekFigures
from graph.repositories.saved_searches import Find
from tests.unit.workers.mail.examples import (
    LATER,
    LETTERHEAD,
    NOW,
    accepted,
    dossier,
    engagement,
    giver,
    match,
    offer,
    pair,
    seeker,
)
from workers.mail.alert import alert_mail
from workers.mail.cards import card_mail
from workers.mail.content import (
    DigestMail,
    ExpiryMail,
    FollowUpMail,
    IntroductionMail,
    Mail,
    MatchCardMail,
    MeetingMail,
    MeetingSlotsMail,
    PausedMail,
    ReminderMail,
    SearchAlertMail,
    StoppedMail,
    WeeklyReportMail,
)
from workers.mail.digest import digest_mail
from workers.mail.endings import expiry_mail, paused_mail, stopped_mail
from workers.mail.follow_up import follow_up_mail
from workers.mail.introduction import introduction_mail
from workers.mail.loading import Pair
from workers.mail.meeting import meeting_mail, slots_mail
from workers.mail.people import address_of
from workers.mail.rendering import Headers
from workers.mail.report import report_mail
from workers.mail.suppression import Suppressed

HEADERS = Headers(
    sender=LETTERHEAD.sender_named("Réseau Centre"),
    recipient=address_of("Zoé, de Bourges", "zoe@mecanique.example"),
    reply_to="equipe@centre.example",
    message_id="<row@maillage>",
    sent_at=NOW,
    threads=("<match0.match@maillage>",),
    feedback_id="match_card:centre:maillage",
)


def cards(
    side: Side,
    count: int,
    language: Language,
    form: type[MatchCardMail] = MatchCardMail,
    **changes: Any,
) -> MatchCardMail:
    mail = card_mail(dossier(*(pair(n, side) for n in range(count))), LETTERHEAD, form)
    assert not isinstance(mail, Suppressed)
    return replace(mail, language=language, **changes)


def introduction(side: Side, language: Language, **changes: Any) -> IntroductionMail:
    mail = introduction_mail(dossier(accepted(side), kind=MailKind.INTRODUCTION), LETTERHEAD)
    assert not isinstance(mail, Suppressed)
    return replace(mail, language=language, **changes)


def alert(language: Language, **changes: Any) -> SearchAlertMail:
    search = SavedSearch(
        id="search",
        tenant_id="t",
        party_id="seeker",
        phrase="Caméras & <tri>",
        frequency=AlertFrequency.DAILY,
        is_active=True,
        due_at=NOW,
        created_at=NOW,
        updated_at=NOW,
    )
    finds = tuple(Find(search, offer(n), giver(n)) for n in range(2))
    found = replace(dossier(pair(0)), finds=finds)
    mail = alert_mail(found, LETTERHEAD)
    assert not isinstance(mail, Suppressed)
    return replace(mail, language=language, **changes)


def over(number: int, side: Side) -> Pair:
    return pair(number, side, match=match(number, state=MatchState.EXPIRED, asked_side=None))


def expired(side: Side, count: int, language: Language, **changes: Any) -> ExpiryMail:
    ended = (over(n, side) for n in range(count))
    mail = expiry_mail(dossier(*ended, kind=MailKind.EXPIRY), LETTERHEAD)
    assert not isinstance(mail, Suppressed)
    return replace(mail, language=language, **changes)


def paused(language: Language, **changes: Any) -> PausedMail:
    reader = seeker(paused_until=LATER)
    mail = paused_mail(dossier(pair(0), kind=MailKind.PAUSED, recipient=reader), LETTERHEAD)
    assert not isinstance(mail, Suppressed)
    return replace(mail, language=language, **changes)


def stopped(language: Language, **changes: Any) -> StoppedMail:
    reader = seeker(is_opted_out=True, withdrawn_at=NOW, stopped_by=StoppedBy.ITSELF)
    mail = stopped_mail(dossier(pair(0), kind=MailKind.STOPPED, recipient=reader), LETTERHEAD)
    assert not isinstance(mail, Suppressed)
    return replace(mail, language=language, **changes)


def follow_up(language: Language, day: int, **changes: Any) -> FollowUpMail:
    file = dossier(accepted(Side.SEEKER), kind=MailKind.FOLLOW_UP)
    row = file.row.model_copy(update={"key": f"t:FOLLOW_UP:SEEKER:seeker:match0:{day}"})
    mail = follow_up_mail(replace(file, row=row, engagements={"match0": engagement()}), LETTERHEAD)
    assert not isinstance(mail, Suppressed)
    return replace(mail, language=language, **changes)


def meeting_slots(language: Language, **changes: Any) -> MeetingSlotsMail:
    file = dossier(accepted(Side.SEEKER), kind=MailKind.MEETING_SLOTS)
    row = file.row.model_copy(update={"key": "t:MEETING_SLOTS:SEEKER:seeker:engagement:1"})
    slots = tuple(LATER + timedelta(days=days, hours=days) for days in range(3))
    proposed = engagement(meeting_by=Side.GIVER, meeting_slots=slots, meeting_version=1)
    mail = slots_mail(replace(file, row=row, engagements={"match0": proposed}), LETTERHEAD)
    assert not isinstance(mail, Suppressed)
    return replace(mail, language=language, **changes)


def meeting(language: Language, **changes: Any) -> MeetingMail:
    file = dossier(accepted(Side.SEEKER), kind=MailKind.MEETING)
    row = file.row.model_copy(update={"key": "t:MEETING:SEEKER:seeker:engagement:1"})
    agreed = engagement(meeting_at=LATER, meeting_sequence=1)
    mail = meeting_mail(replace(file, row=row, engagements={"match0": agreed}), LETTERHEAD)
    assert not isinstance(mail, Suppressed)
    return replace(mail, language=language, **changes)


def digest(language: Language, *pairs: Pair, **changes: Any) -> DigestMail:
    mail = digest_mail(dossier(*pairs, kind=MailKind.DIGEST), LETTERHEAD)
    assert not isinstance(mail, Suppressed)
    return replace(mail, language=language, **changes)


def report(language: Language, *, silent: int = 3, **places: tuple[int, int]) -> WeeklyReportMail:
    week = WeekFigures(
        new=14,
        waiting=6 if places else 0,
        oldest=NOW - timedelta(days=9) if places else None,
        accepted=5,
        silent=silent,
        asking_help=2 if places else 0,
        places={MatchKind[kind]: counts for kind, counts in places.items()},
    )
    file = dossier(pair(0), kind=MailKind.WEEKLY_REPORT, week=week)
    mail = report_mail(file, LETTERHEAD)
    assert not isinstance(mail, Suppressed)
    return replace(mail, language=language)


MAKERS: dict[str, Callable[[Language], Mail]] = {
    "match-card": lambda language: cards(Side.SEEKER, 1, language),
    "several-cards": lambda language: cards(Side.SEEKER, 3, language, can_reply=False),
    "request": lambda language: cards(Side.GIVER, 1, language),
    "search-alert": alert,
    "introduction-seeker": lambda language: introduction(Side.SEEKER, language),
    "introduction-giver": lambda language: introduction(Side.GIVER, language, can_reply=False),
    "reminder-one": lambda language: cards(Side.SEEKER, 1, language, ReminderMail),
    "reminder-several": lambda language: cards(Side.SEEKER, 2, language, ReminderMail),
    "reminder-giver": lambda language: cards(Side.GIVER, 1, language, ReminderMail),
    "expiry-one": lambda language: expired(Side.SEEKER, 1, language),
    "expiry-several": lambda language: expired(Side.SEEKER, 3, language, is_open=False),
    "expiry-giver": lambda language: expired(Side.GIVER, 1, language, can_reply=False),
    "expiry-giver-closed": lambda language: expired(Side.GIVER, 1, language, is_open=False),
    "paused": paused,
    "paused-for-silence": lambda language: paused(language, is_for_silence=True, can_reply=False),
    "stopped": stopped,
    "stopped-by-staff": lambda language: stopped(language, is_by_staff=True, can_return=False),
    "follow-up-30": lambda language: follow_up(language, 30),
    "follow-up-90": lambda language: follow_up(language, 90, can_reply=False),
    "meeting-slots": meeting_slots,
    "meeting-slots-moved": lambda language: meeting_slots(
        language, agreed_at=LATER, slots=(LATER + timedelta(days=1),), can_reply=False
    ),
    "meeting": meeting,
    "meeting-no-reply": lambda language: meeting(language, can_reply=False),
    "digest": lambda language: digest(
        language,
        pair(0),
        pair(1, match=match(1, proposed_at=NOW - timedelta(days=3))),
        pair(2, Side.GIVER, own=seeker(), other=giver(2)),
        over(3, Side.SEEKER),
    ),
    "digest-ended": lambda language: digest(language, over(0, Side.SEEKER)),
    "digest-one": lambda language: digest(language, pair(0), can_reply=False),
    "weekly-report": lambda language: report(language, MENTORING=(9, 4), PILOT=(1, 5)),
    "weekly-report-quiet": report,
    "stopped-no-reply": lambda language: stopped(language, can_reply=False),
    "stopped-long-ago": lambda language: stopped(language, can_return=False, can_reply=False),
}
EVERY_MAIL = [
    pytest.param(make(language), id=f"{name}-{language}")
    for language in Language
    for name, make in MAKERS.items()
]
