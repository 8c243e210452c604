"""Each kind of mail from its row to a relay, and what holds it back at the moment of sending."""

from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest

from graph.lifecycle.ending import expire_match
from graph.lifecycle.mails import mail_row
from graph.lifecycle.relating import withdraw_party
from graph.models.vocabulary import MailKind, OutboxState, Side
from graph.repositories.outbox import Outbox
from graph.repositories.parties import Parties
from tests.integration.mail.conftest import LETTERHEAD, Network
from tests.integration.mail.relay import Relay
from workers.mail.delivery import deliver
from workers.mail.suppression import Cause
from workers.mail.transport import Transport

A_WEEK = timedelta(days=7)


async def written(network: Network, kind: MailKind, cause: str = "test") -> str:
    """The id of a mail of this kind to the seeker, about both matches."""
    row = mail_row(
        tenant_id=network.graph.tenant_id or "",
        kind=kind,
        recipient_id=network.seeker_id,
        match_ids=[match.id for match in network.matches],
        cause=cause,
        side=Side.SEEKER,
    )
    await network.graph.write("enqueue_mails", rows=[row])
    return str(row["id"])


async def settle(network: Network, transport: Transport, mail_id: str) -> OutboxState:
    return await deliver(network.graph, mail_id, transport=transport, letterhead=LETTERHEAD)


def last(relay: Relay) -> EmailMessage:
    return message_from_bytes(relay.accepted[-1], policy=default)


def text_of(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


async def make_true(network: Network, kind: MailKind) -> None:
    """Lets happen what a mail of this kind tells of."""
    if kind is MailKind.EXPIRY:
        for match in network.matches:
            await expire_match(network.graph, match.id)
    if kind is MailKind.PAUSED:
        await Parties(network.graph).pause(network.seeker_id, network.clock() + A_WEEK)
    if kind is MailKind.STOPPED:
        await withdraw_party(network.graph, network.seeker_id, actor="test")


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        (MailKind.REMINDER, "attendent encore votre réponse"),
        (MailKind.EXPIRY, "2 propositions pour votre besoin « Contrôle qualité » ont pris fin"),
        (MailKind.PAUSED, "comme vous l’avez demandé"),
        (MailKind.STOPPED, "Ce message est le dernier."),
    ],
)
async def test_what_has_happened_is_told_in_the_readers_language(
    network: Network, relay: Relay, smtp: Transport, kind: MailKind, told: str
) -> None:
    await make_true(network, kind)
    mail_id = await written(network, kind)

    assert await settle(network, smtp, mail_id) is OutboxState.SENT
    assert told in text_of(last(relay)).replace("\u00a0", " ")
    assert last(relay)["Content-Language"] == "fr"


@pytest.mark.parametrize(
    ("kind", "cause"),
    [
        (MailKind.EXPIRY, Cause.NOT_ENDED),
        (MailKind.PAUSED, Cause.NOT_AWAY),
        (MailKind.STOPPED, Cause.NOT_AWAY),
    ],
)
async def test_what_does_not_hold_is_not_told(
    network: Network, relay: Relay, smtp: Transport, kind: MailKind, cause: Cause
) -> None:
    mail_id = await written(network, kind)

    assert await settle(network, smtp, mail_id) is OutboxState.SUPPRESSED
    assert (await Outbox(network.graph).get(mail_id)).error == cause
    assert relay.accepted == []


async def test_nobody_is_reminded_of_what_is_over(
    network: Network, relay: Relay, smtp: Transport
) -> None:
    mail_id = await written(network, MailKind.REMINDER)
    await make_true(network, MailKind.EXPIRY)

    assert await settle(network, smtp, mail_id) is OutboxState.SUPPRESSED
    assert (await Outbox(network.graph).get(mail_id)).error == Cause.NO_LONGER_ASKED
    assert relay.accepted == []


async def test_a_pause_that_silence_led_to_is_told_as_such(
    network: Network, relay: Relay, smtp: Transport
) -> None:
    await make_true(network, MailKind.PAUSED)
    mail_id = await written(network, MailKind.PAUSED, "4 proposals unanswered")

    assert await settle(network, smtp, mail_id) is OutboxState.SENT
    assert "sont restés sans réponse" in text_of(last(relay))
    token = last(relay)["List-Unsubscribe"].strip("<>").rpartition("/u/")[2]
    assert LETTERHEAD.links.read_stop(token).party_id == network.seeker_id
    preferences = text_of(last(relay)).partition("/p/")[2].split()[0]
    assert LETTERHEAD.links.read_person(preferences).party_id == network.seeker_id
