"""What silence leads to: one reminder, an end, and after four of them a pause that is told."""

from datetime import UTC, datetime, timedelta

import pytest

from graph.connection import Graph
from graph.lifecycle.bounces import note_bounce
from graph.lifecycle.ending import MOST_UNANSWERED, PAUSE, expire_match
from graph.lifecycle.links import LINK_AGE
from graph.lifecycle.proposing import propose
from graph.lifecycle.reminding import REMINDER_AGE, remind, unreminded_mails
from graph.models.entities import Match, OutboxRow
from graph.models.vocabulary import Answer, Bounce, MailKind, MatchState, OutboxState, Side
from graph.repositories.events import Events
from graph.repositories.outbox import Outbox
from graph.repositories.parties import Parties
from tests.factories import (
    OF_ALL_TESTS,
    a_suggestion,
    answer,
    at,
    mails,
    match_now,
    new_need,
    new_offer,
    suggest,
    suggested_pair,
)

A_SECOND = timedelta(seconds=1)
START = datetime(2027, 1, 6, 11, tzinfo=UTC)


def _day(network: Graph, day: int) -> Graph:
    return at(network, START + timedelta(days=day))


async def _asked(network: Graph, day: int, need_id: str, cards: int = 1) -> list[Match]:
    then = _day(network, day)
    offers = [await new_offer(network) for _ in range(cards)]
    matches = await suggest(then, *(a_suggestion(need_id, offer.id) for offer in offers))
    assert await propose(then, actor="test", need_ids=[need_id]) == 1
    return matches


async def _deliver(graph: Graph) -> None:
    for mail in await mails(graph):
        if mail.state is OutboxState.PENDING:
            claimed = await Outbox(graph).claim(mail.id, timedelta(0))
            assert claimed
            await Outbox(graph).finish(claimed, OutboxState.SENT)


async def _of_kind(network: Graph, kind: MailKind) -> list[OutboxRow]:
    return [mail for mail in await mails(network) if mail.kind is kind]


async def _reminded(graph: Graph) -> list[bool]:
    """Reminds the readers of this tenant whose time has come."""
    found = await unreminded_mails(graph, OF_ALL_TESTS)
    own = [mail["id"] for mail in found if mail["tenant_id"] == graph.tenant_id]
    return [await remind(graph, mail_id) for mail_id in own]


async def test_whoever_has_not_answered_is_reminded_once_of_what_is_open(network: Graph) -> None:
    need = await new_need(network)
    first, second, third = await _asked(network, 0, need.id, cards=3)
    await _deliver(_day(network, 0))
    assert await _reminded(_day(network, 4)) == []
    await answer(_day(network, 4), second.id, Side.SEEKER, Answer.DECLINE)
    assert await _reminded(_day(network, 6)) == [True]
    assert await _reminded(_day(network, 7)) == []
    (reminder,) = await _of_kind(network, MailKind.REMINDER)
    assert (reminder.recipient_id, reminder.side) == (need.party_id, Side.SEEKER)
    assert reminder.match_ids == (first.id, third.id)
    (event, *_) = (await Events(network).page(first=9, subject_id=first.id)).items
    assert (event.actor, event.action) == ("system", "match.reminded")


async def test_nobody_is_reminded_of_a_mail_that_was_never_sent(network: Graph) -> None:
    await _asked(network, 0, (await new_need(network)).id)
    assert await _reminded(_day(network, 6)) == []


async def test_the_days_before_a_reminder_begin_when_the_mail_was_sent(network: Graph) -> None:
    await _asked(network, 0, (await new_need(network)).id)
    await _deliver(_day(network, 3))
    assert await _reminded(_day(network, 7)) == []
    assert await _reminded(_day(network, 9)) == [True]


@pytest.mark.parametrize(
    ("asked", "reminded"),
    [
        # Five days later the clocks have changed over a quiet week-end.
        ("2027-03-23T10:00+01:00", "2027-03-29T08:00+02:00"),
        ("2027-10-26T10:00+02:00", "2027-11-01T08:00+01:00"),
        # And a leap day, which is a Tuesday.
        ("2028-02-24T10:00+01:00", "2028-02-29T10:00+01:00"),
    ],
)
async def test_a_reminder_keeps_to_the_clock_and_calendar_of_its_reader(
    network: Graph, asked: str, reminded: str
) -> None:
    start = datetime.fromisoformat(asked).astimezone(UTC)
    then = at(network, start)
    await network.run_statement(
        "MATCH (t:Tenant {id: $id}) SET t.has_quiet_hours = true", id=network.tenant_id
    )
    pair = await suggested_pair(then)
    assert await propose(then, actor="test") == 1
    await _deliver(then)
    assert await _reminded(at(network, start + REMINDER_AGE)) == []
    assert await _reminded(at(network, start + REMINDER_AGE + timedelta(minutes=1))) == [True]
    (reminder,) = await _of_kind(network, MailKind.REMINDER)
    late = datetime.fromisoformat(reminded) - reminder.due_at
    assert timedelta(minutes=-1) <= late <= timedelta(0)
    # Fourteen days are what they are, whatever the clocks do meanwhile.
    end = start + LINK_AGE
    assert not await expire_match(at(network, end), pair.match.id, asked_before=start)
    assert await expire_match(network, pair.match.id, asked_before=end - LINK_AGE + A_SECOND)


async def test_what_never_arrived_is_no_silence(network: Graph) -> None:
    need = await new_need(network)
    for i in range(MOST_UNANSWERED + 1):
        (match,) = await _asked(network, 20 * i, need.id)
        if i % 2:
            await _deliver(_day(network, 20 * i))
            (card, *_) = await mails(network)
            assert await note_bounce(network, card.id, Bounce.SOFT, status="4.2.2")
        assert await _reminded(_day(network, 20 * i + 6)) == []
        assert await expire_match(_day(network, 20 * i + 15), match.id)
    assert (await Parties(network).get(need.party_id)).paused_until is None
    assert {mail.kind for mail in await mails(network)} == {MailKind.MATCH_CARD}


async def test_a_question_that_ends_unanswered_is_told_once_for_all_its_cards(
    network: Graph,
) -> None:
    need = await new_need(network)
    matches = await _asked(network, 0, need.id, cards=2)
    await _deliver(_day(network, 0))
    for match in matches:
        assert await expire_match(_day(network, 15), match.id)
    (notice,) = await _of_kind(network, MailKind.EXPIRY)
    assert notice.recipient_id == need.party_id
    assert set(notice.match_ids) == {match.id for match in matches}


async def test_after_four_unanswered_mails_their_reader_is_paused_and_told(network: Graph) -> None:
    need = await new_need(network)
    for i in range(MOST_UNANSWERED):
        assert (await Parties(network).get(need.party_id)).paused_until is None
        matches = await _asked(network, 20 * i, need.id, cards=2)
        await _deliver(_day(network, 20 * i))
        for match in matches:
            await expire_match(_day(network, 20 * i + 15), match.id)
    last = START + timedelta(days=20 * (MOST_UNANSWERED - 1) + 15)
    party = await Parties(network).get(need.party_id)
    assert party.paused_until == last + PAUSE
    (told,) = await _of_kind(network, MailKind.PAUSED)
    assert told.recipient_id == need.party_id
    events = (await Events(network).page(first=9, subject_id=need.party_id)).items
    assert [(event.actor, event.action) for event in events] == [("system", "party.paused")]
    # Then it begins anew.
    (match,) = await _asked(network, 120, need.id)
    await _deliver(_day(network, 120))
    await expire_match(_day(network, 135), match.id)
    assert (await Parties(network).get(need.party_id)).paused_until == last + PAUSE


async def test_an_answer_ends_a_row_of_silence(network: Graph) -> None:
    need = await new_need(network)
    for i in range(2 * MOST_UNANSWERED - 1):
        first, second = await _asked(network, 20 * i, need.id, cards=2)
        await _deliver(_day(network, 20 * i))
        if i == MOST_UNANSWERED - 1:
            await answer(_day(network, 20 * i), first.id, Side.SEEKER, Answer.DECLINE)
        for match in (first, second):
            await expire_match(_day(network, 20 * i + 15), match.id)
    assert (await Parties(network).get(need.party_id)).paused_until is None
    assert (await match_now(network, second.id)).state is MatchState.EXPIRED
