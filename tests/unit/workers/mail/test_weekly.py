"""Digests, reports and follow-ups: what they hold, and when they are not sent."""

from dataclasses import replace
from datetime import timedelta

import pytest

from graph.lifecycle.following import asked_day
from graph.lifecycle.links import FOLLOW_UP_PURPOSE
from graph.models.vocabulary import (
    EngagementState,
    Language,
    MailKind,
    MatchState,
    NeedStatus,
    Progress,
    Side,
)
from tests.unit.workers.mail.every_mail import digest, follow_up, over, report
from tests.unit.workers.mail.examples import (
    LATER,
    LETTERHEAD,
    NOW,
    accepted,
    dossier,
    engagement,
    giver,
    match,
    need,
    pair,
    seeker,
)
from workers.mail.digest import MOST_CARDS, digest_mail
from workers.mail.follow_up import follow_up_mail
from workers.mail.report import report_mail
from workers.mail.suppression import Cause, Suppressed


def test_a_digest_puts_together_what_belongs_together() -> None:
    mail = digest(Language.FR, pair(0), pair(2, Side.GIVER, own=seeker(), other=giver(2)), pair(1))

    assert [(topic.side, len(topic.cards)) for topic in mail.topics] == [
        (Side.GIVER, 1),
        (Side.SEEKER, 2),
    ]
    assert mail.count == 3
    assert len({card.url for topic in mail.topics for card in topic.cards}) == 3


def test_a_digest_leaves_out_what_does_not_fit_any_more() -> None:
    over = pair(1, match=match(1, state=MatchState.WITHDRAWN))
    mail = digest(Language.EN, pair(0), over)

    assert mail.count == 1
    assert digest_mail(dossier(over), LETTERHEAD) == Suppressed(Cause.NO_LONGER_ASKED)
    away = dossier(pair(0), recipient=seeker(paused_until=LATER))
    assert digest_mail(away, LETTERHEAD) == Suppressed(Cause.PAUSED)


def test_a_digest_tells_what_ended_and_what_was_told_before() -> None:
    before = pair(1, match=match(1, proposed_at=NOW - timedelta(days=1)))
    mail = digest(Language.EN, pair(0), before, over(2, Side.SEEKER))

    (topic,) = mail.topics
    assert [card.is_repeated for card in topic.cards] == [True, False]
    assert [ended.party_name for ended in mail.ended] == ["Atelier & Vision 2"]
    assert digest(Language.EN, over(2, Side.SEEKER)).answer_by is None


def test_a_digest_shows_first_what_ends_first_and_never_too_much() -> None:
    many = [pair(n) for n in range(MOST_CARDS + 3)]

    assert digest(Language.FR, *many).count == MOST_CARDS


@pytest.mark.parametrize("day", [30, 90])
def test_a_follow_up_has_three_links_for_one_page(day: int) -> None:
    mail = follow_up(Language.FR, day)

    assert mail.day == day
    assert list(mail.answers) == list(Progress)
    tokens = set()
    for answer, url in mail.answers.items():
        token, _, chosen = url.rpartition("/f/")[2].partition("?answer=")
        assert chosen == answer
        tokens.add(token)
    (token,) = tokens
    link = LETTERHEAD.links.read(token, FOLLOW_UP_PURPOSE)
    assert (link.match_id, link.side) == ("match0", Side.SEEKER)


@pytest.mark.parametrize(
    ("key", "day"), [("t:m:30", 30), ("t:m:90", 90), ("t:m", 30), ("t:190", 30)]
)
def test_the_key_tells_the_day(key: str, day: int) -> None:
    assert asked_day(key) == day


@pytest.mark.parametrize("state", [EngagementState.COMPLETED, EngagementState.STOPPED])
def test_nobody_is_asked_about_what_is_over(state: EngagementState) -> None:
    file = dossier(accepted(Side.GIVER), kind=MailKind.FOLLOW_UP)
    over = replace(file, engagements={"match0": engagement(state=state)})

    assert follow_up_mail(over, LETTERHEAD) == Suppressed(Cause.NO_LONGER_GOING_ON)
    assert follow_up_mail(file, LETTERHEAD) == Suppressed(Cause.NO_LONGER_GOING_ON)
    asked = dossier(pair(0), kind=MailKind.FOLLOW_UP)
    assert follow_up_mail(asked, LETTERHEAD) == Suppressed(Cause.NOT_ACCEPTED)


def test_a_report_names_the_kinds_that_lack_places() -> None:
    mail = report(Language.FR, MENTORING=(9, 4), PILOT=(1, 5))

    assert [(each.kind, each.needs, each.places) for each in mail.lacking] == [("MENTORING", 9, 4)]
    assert (mail.since.isoformat(), mail.until.isoformat()) == ("2026-11-17", "2026-11-23")
    assert mail.oldest_days == 9


def test_a_report_without_an_address_is_not_sent() -> None:
    file = dossier(pair(0), kind=MailKind.WEEKLY_REPORT)
    bare = replace(file, tenant=file.tenant.model_copy(update={"reply_to": None}))

    assert report_mail(bare, LETTERHEAD) == Suppressed(Cause.NO_ADDRESS)


def test_a_closed_need_is_no_part_of_a_digest() -> None:
    closed = pair(0, need=need(status=NeedStatus.CLOSED))

    assert digest_mail(dossier(closed), LETTERHEAD) == Suppressed(Cause.NO_LONGER_ASKED)
