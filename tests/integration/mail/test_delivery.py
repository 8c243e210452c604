import asyncio
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from graph.errors import NotFoundError
from graph.lifecycle.addresses import refuse_address
from graph.lifecycle.answering import Reply, answer_match
from graph.models.inputs import PartyInput
from graph.models.vocabulary import Answer, MailKind, MatchState, OutboxState, PartyKind, Side
from graph.repositories.events import Events
from graph.repositories.matches import Matches
from graph.repositories.needs import Needs
from graph.repositories.outbox import Outbox, settle_lost_mails
from graph.repositories.parties import Parties
from tests.integration.mail.conftest import LETTERHEAD, Network
from tests.integration.mail.relay import Relay
from workers.mail.booking import MOST_ATTEMPTS
from workers.mail.delivery import LEASE, deliver
from workers.mail.maildir import MaildirReader, MaildirTransport
from workers.mail.suppression import Cause
from workers.mail.transport import BeforeLeaving, Receipt, Transport


async def settle(network: Network, transport: Transport, mail_id: str = "") -> OutboxState:
    return await deliver(
        network.graph,
        mail_id or network.mail.id,
        transport=transport,
        letterhead=LETTERHEAD,
        jitter=lambda: 0.5,
    )


def parsed(content: bytes) -> EmailMessage:
    return message_from_bytes(content, policy=default)


async def accept(network: Network, side: Side) -> None:
    reply = Reply(network.matches[0].id, side, Answer.ACCEPT, actor="test")
    await answer_match(network.graph, reply)


async def newest_mails(network: Network, count: int) -> list[str]:
    return [row.id for row in (await Outbox(network.graph).page(first=count)).items]


async def test_a_mail_is_sent_with_working_links(
    network: Network, relay: Relay, smtp: Transport
) -> None:
    assert await settle(network, smtp) is OutboxState.SENT

    (content,) = relay.accepted
    message = parsed(content)
    text = message.get_body(("plain",))
    assert text is not None
    links = [
        LETTERHEAD.links.read(line.rpartition("/")[2])
        for line in text.get_content().splitlines()
        if line.startswith("https://maillage.example/a/")
    ]
    assert [link.match_id for link in links] == [match.id for match in network.matches]
    assert {link.mail_id for link in links} == {network.mail.id}
    assert message["Message-ID"] == network.mail.message_id
    assert message["Reply-To"] == "equipe@centre.example"
    assert relay.recipients == ["zoe@mecanique.example"]
    assert b"vision.example" not in content
    row = await network.row()
    assert (row.attempts, row.leased_until, row.error) == (1, None, None)
    assert row.sent_at is not None


async def test_a_mail_that_was_sent_is_not_sent_again(
    network: Network, relay: Relay, smtp: Transport
) -> None:
    for _ in range(2):
        assert await settle(network, smtp) is OutboxState.SENT
    assert len(relay.accepted) == 1


async def test_many_workers_at_once_send_one_message(
    network: Network, relay: Relay, smtp: Transport
) -> None:
    await asyncio.gather(*(settle(network, smtp) for _ in range(8)))

    assert len(relay.accepted) == 1
    assert (await network.row()).state is OutboxState.SENT


async def test_a_refused_address_is_written_to_no_more(
    network: Network, relay: Relay, smtp: Transport
) -> None:
    relay.on_rcpt = "550 5.1.1 <zoe@mecanique.example> unknown"

    for _ in range(2):
        assert await settle(network, smtp) is OutboxState.SUPPRESSED
    row = await network.row()
    assert row.error == "ADDRESS_REFUSED: SMTPRecipientRefused: 550 5.1.1 [address] unknown"
    party = await Parties(network.graph).get(network.seeker_id)
    assert not party.is_reachable
    marked = await Events(network.graph).page(first=9, action="party.address_refused")
    assert [(event.subject_id, event.cause) for event in marked.items] == [
        (party.id, f"mail:{network.mail.id}")
    ]
    found = await Matches(network.graph).get_many([match.id for match in network.matches])
    assert {match.state for match in found.values()} == {MatchState.WITHDRAWN}


async def test_another_address_is_written_to_again(
    network: Network, relay: Relay, smtp: Transport
) -> None:
    await refuse_address(network.graph, network.seeker_id, cause="test")
    changed = PartyInput(kind=PartyKind.SME, name="Mécanique du Cher", email="zoe@cher.example")
    await Parties(network.graph).save(changed, party_id=network.seeker_id)

    assert await settle(network, smtp) is OutboxState.SENT
    assert relay.recipients == ["zoe@cher.example"]


async def test_a_marked_address_suppresses_the_mail(
    network: Network, relay: Relay, smtp: Transport
) -> None:
    assert await refuse_address(network.graph, network.seeker_id, cause="test")
    assert not await refuse_address(network.graph, network.seeker_id, cause="test")

    assert await settle(network, smtp) is OutboxState.SUPPRESSED
    assert (await network.row()).error == Cause.ADDRESS_REFUSED
    assert relay.accepted == []


async def test_a_relay_that_refuses_us_is_told_to_a_person(
    network: Network, relay: Relay, smtp: Transport
) -> None:
    relay.on_rcpt = "554 5.7.1 relaying denied"

    assert await settle(network, smtp) is OutboxState.FAILED
    assert (await Parties(network.graph).get(network.seeker_id)).is_reachable


async def test_a_mail_in_doubt_is_never_sent_again(
    network: Network, relay: Relay, smtp: Transport
) -> None:
    relay.on_data = "DROP"
    assert await settle(network, smtp) is OutboxState.UNCERTAIN

    relay.on_data = "250 OK"
    network.clock.ahead += timedelta(days=1)
    assert await settle(network, smtp) is OutboxState.UNCERTAIN
    assert relay.accepted == []


@pytest.mark.parametrize("step", ["on_rcpt", "on_data"])
async def test_a_busy_relay_is_tried_again_when_the_wait_is_over(
    network: Network, relay: Relay, smtp: Transport, step: str
) -> None:
    setattr(relay, step, "450 4.2.0 later")
    assert await settle(network, smtp) is OutboxState.PENDING
    row = await network.row()
    waits = row.due_at - network.clock()
    assert timedelta(minutes=4) < waits < timedelta(minutes=6)

    setattr(relay, step, "250 OK")
    assert await settle(network, smtp) is OutboxState.PENDING
    assert relay.accepted == []
    network.clock.ahead += timedelta(minutes=6)
    assert await settle(network, smtp) is OutboxState.SENT
    assert len(relay.accepted) == 1


async def test_the_last_attempt_ends_it(network: Network, relay: Relay, smtp: Transport) -> None:
    relay.on_rcpt = "450 4.2.0 later"
    states = []
    for _ in range(MOST_ATTEMPTS):
        states.append(await settle(network, smtp))
        network.clock.ahead += timedelta(hours=13)

    assert states == [OutboxState.PENDING] * (MOST_ATTEMPTS - 1) + [OutboxState.FAILED]
    assert (await network.row()).attempts == MOST_ATTEMPTS


async def test_a_worker_lost_before_handing_over_is_made_good(
    network: Network, relay: Relay, smtp: Transport
) -> None:
    assert await Outbox(network.graph).claim(network.mail.id, LEASE) is not None
    assert await settle(network, smtp) is OutboxState.PENDING

    network.clock.ahead += LEASE + timedelta(seconds=1)
    assert await settle(network, smtp) is OutboxState.SENT
    assert len(relay.accepted) == 1


async def test_a_mail_that_kills_its_workers_is_given_up(
    network: Network, relay: Relay, smtp: Transport
) -> None:
    for _ in range(MOST_ATTEMPTS):
        await Outbox(network.graph).claim(network.mail.id, LEASE)
        network.clock.ahead += LEASE + timedelta(seconds=1)

    assert await settle(network, smtp) is OutboxState.FAILED
    assert relay.accepted == []


async def test_a_mail_that_another_worker_hands_over_is_called_off(
    network: Network, relay: Relay, smtp: Transport
) -> None:
    class Overtaken:
        """Another worker takes the mail between this one's claim and its final dot."""

        async def send(self, message: EmailMessage, before_leaving: BeforeLeaving) -> Receipt:
            network.clock.ahead += LEASE + timedelta(seconds=1)
            taken = await Outbox(network.graph).claim(network.mail.id, LEASE)
            assert taken is not None
            assert await Outbox(network.graph).mark_sending(taken)
            return await smtp.send(message, before_leaving)

    assert await settle(network, Overtaken()) is OutboxState.SENDING
    assert relay.accepted == []


async def test_a_worker_that_was_taken_for_lost_knows_better(
    network: Network, relay: Relay, smtp: Transport
) -> None:
    class Slow:
        """A sweep gives the mail up while it leaves."""

        async def send(self, message: EmailMessage, before_leaving: BeforeLeaving) -> Receipt:
            async def swept() -> bool:
                may_leave = await before_leaving()
                late = network.graph.at(network.clock() + LEASE + timedelta(hours=1))
                assert await settle_lost_mails(late)
                assert (await network.row()).state is OutboxState.UNCERTAIN
                return may_leave

            return await smtp.send(message, swept)

    assert await settle(network, Slow()) is OutboxState.SENT
    assert len(relay.accepted) == 1


@pytest.mark.parametrize("is_leaving", [False, True])
async def test_a_cancelled_delivery_waits_where_the_message_is_leaving(
    network: Network, relay: Relay, smtp: Transport, *, is_leaving: bool
) -> None:
    reached: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    class Cancelled:
        """The worker is told to end before, or while, the message leaves."""

        async def send(self, message: EmailMessage, before_leaving: BeforeLeaving) -> Receipt:
            async def told() -> bool:
                may_leave = await before_leaving() if is_leaving else True
                reached.set_result(None)
                await asyncio.sleep(0.05)
                return may_leave

            return await smtp.send(message, told)

    delivery = asyncio.create_task(settle(network, Cancelled()))
    await reached
    delivery.cancel()
    with pytest.raises(asyncio.CancelledError):
        await delivery
    state = OutboxState.SENT if is_leaving else OutboxState.PENDING
    assert (await network.row()).state is state
    assert len(relay.accepted) == is_leaving


async def test_a_mail_that_cannot_be_written_is_told_of(
    network: Network, relay: Relay, smtp: Transport
) -> None:
    broken = replace(LETTERHEAD, sender="no address at all <")

    delivered = await deliver(network.graph, network.mail.id, transport=smtp, letterhead=broken)
    # It would fail again each time: a person mends it, then sends it again.
    assert delivered is OutboxState.FAILED
    assert (await network.row()).error is not None
    assert relay.accepted == []


async def test_a_withdrawn_match_is_left_out_and_the_last_one_suppresses_the_mail(
    network: Network, relay: Relay, smtp: Transport
) -> None:
    await Needs(network.graph).close(network.need_id, actor="test")

    assert await settle(network, smtp) is OutboxState.SUPPRESSED
    assert (await network.row()).error == Cause.NO_LONGER_ASKED
    assert relay.accepted == []


async def test_only_the_cards_that_still_fit_are_sent(
    network: Network, relay: Relay, smtp: Transport
) -> None:
    first, second = network.matches
    await answer_match(network.graph, Reply(first.id, Side.SEEKER, Answer.DECLINE, actor="test"))

    assert await settle(network, smtp) is OutboxState.SENT
    text = parsed(relay.accepted[0]).get_body(("plain",))
    assert text is not None
    assert "Cameras 1" in text.get_content()
    assert "Cameras 0" not in text.get_content()
    assert (await Matches(network.graph).get_many([second.id]))[second.id].state is (
        MatchState.PROPOSED
    )


async def test_a_pause_suppresses_proposals(network: Network, smtp: Transport) -> None:
    until = network.clock() + timedelta(days=30)
    await network.graph.write("pause_party", id=network.seeker_id, until=until)

    assert await settle(network, smtp) is OutboxState.SUPPRESSED
    assert (await network.row()).error == Cause.PAUSED


async def test_the_giver_is_asked_then_both_are_introduced(
    network: Network, maildir: MaildirTransport, tmp_path: Path
) -> None:
    reader = MaildirReader(tmp_path / "outbox")
    await settle(network, maildir)
    await accept(network, Side.SEEKER)
    (asked,) = await newest_mails(network, 1)
    assert await settle(network, maildir, asked) is OutboxState.SENT
    card = await reader.get(asked)
    assert card is not None
    assert card.summary.subject == "A request for you: Contrôle qualité"
    assert card.summary.to == "Vision 0 <sam0@vision.example>"
    assert "mecanique.example" not in card.text + card.html

    await accept(network, Side.GIVER)
    introductions = await newest_mails(network, 2)
    for mail_id in introductions:
        assert (await Outbox(network.graph).get(mail_id)).kind is MailKind.INTRODUCTION
        assert await settle(network, maildir, mail_id) is OutboxState.SENT
    page = await reader.page(first=10)
    assert [summary.id for summary in page] == [*introductions, asked, network.mail.id]
    for summary in page[:2]:
        stored = await reader.get(summary.id)
        assert stored is not None
        for part in (stored.text, stored.html):
            assert "zoe@mecanique.example" in part
            assert "sam0@vision.example" in part
    assert {summary.subject for summary in page[:2]} == {
        "Mise en relation\u00a0: Mécanique du Cher et Vision 0",
        "Introduction: Vision 0 and Mécanique du Cher",
    }


async def test_another_tenant_cannot_send_it(network: Network, smtp: Transport) -> None:
    elsewhere = network.graph.for_tenant("another")
    with pytest.raises(NotFoundError):
        await deliver(elsewhere, network.mail.id, transport=smtp, letterhead=LETTERHEAD)
