import asyncio
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from graph.errors import NotFoundError
from graph.lifecycle.answering import Reply, answer_match
from graph.models.vocabulary import Answer, MailKind, MatchState, OutboxState, Side
from graph.repositories.matches import Matches
from graph.repositories.needs import Needs
from graph.repositories.outbox import Outbox
from graph.repositories.parties import Parties
from tests.integration.mail.conftest import LETTERHEAD, Network
from tests.integration.mail.relay import Relay
from workers.mail.delivery import LEASE, MOST_ATTEMPTS, deliver
from workers.mail.maildir import MaildirReader, MaildirTransport
from workers.mail.suppression import Cause
from workers.mail.transport import BeforeData, Receipt, Transport


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


async def test_a_refused_address_fails_for_good(
    network: Network, relay: Relay, smtp: Transport
) -> None:
    relay.on_rcpt = "550 5.1.1 <zoe@mecanique.example> unknown"

    assert await settle(network, smtp) is OutboxState.FAILED
    row = await network.row()
    assert row.error == "SMTPRecipientRefused: 550 5.1.1 [address] unknown"
    assert await settle(network, smtp) is OutboxState.FAILED


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
        """Another worker takes the mail between this one's claim and its DATA."""

        async def send(self, message: EmailMessage, before_data: BeforeData) -> Receipt:
            await Outbox(network.graph).mark_sending(await network.row())
            return await smtp.send(message, before_data)

    assert await settle(network, Overtaken()) is OutboxState.SENDING
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
    await Parties(network.graph).pause(network.seeker_id, until)

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
