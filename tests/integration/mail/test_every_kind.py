"""Each kind of mail from its row to a relay, and what holds it back at the moment of sending."""

from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from icalendar import Calendar

from cli.mail_check import public_half
from graph.lifecycle.answering import Reply, answer_match
from graph.lifecycle.ending import expire_match
from graph.lifecycle.mails import mail_row
from graph.lifecycle.relating import withdraw_party
from graph.models.vocabulary import Answer, MailKind, OutboxState, Progress, Side, StoppedBy
from graph.repositories.identities import MailIdentities, MailIdentity
from graph.repositories.outbox import Outbox
from tests.contract.mailing import PICTURE
from tests.factories import mails
from tests.integration.mail.conftest import LETTERHEAD, Network
from tests.integration.mail.relay import Relay
from workers.mail.compose import thread_of
from workers.mail.contrast import legible
from workers.mail.delivery import deliver
from workers.mail.signing import DkimSigner
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


async def stop(network: Network, stopped_by: StoppedBy) -> None:
    await withdraw_party(network.graph, network.seeker_id, stopped_by=stopped_by, actor="test")


async def make_true(network: Network, kind: MailKind) -> None:
    """Lets happen what a mail of this kind tells of."""
    if kind is MailKind.EXPIRY:
        for match in network.matches:
            await expire_match(network.graph, match.id)
    if kind is MailKind.PAUSED:
        await network.graph.write(
            "pause_party", id=network.seeker_id, until=network.clock() + A_WEEK
        )
    if kind is MailKind.STOPPED:
        await stop(network, StoppedBy.ITSELF)


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


async def test_whom_staff_took_out_reads_who_did_it(
    network: Network, relay: Relay, smtp: Transport
) -> None:
    await stop(network, StoppedBy.STAFF)
    (mail,) = [each for each in await mails(network.graph) if each.kind is MailKind.STOPPED]

    assert await settle(network, smtp, mail.id) is OutboxState.SENT
    text = text_of(last(relay)).replace("\u00a0", " ")
    assert "L’équipe du réseau « Réseau Centre » a mis fin à votre participation" in text
    assert "demandé" not in text
    assert "trois jours" not in text


async def test_who_complained_after_a_stop_gets_no_mail_that_confirms_it(
    network: Network, relay: Relay, smtp: Transport
) -> None:
    await stop(network, StoppedBy.ITSELF)
    await network.graph.write("opt_out_party", id=network.seeker_id)
    (mail,) = [each for each in await mails(network.graph) if each.kind is MailKind.STOPPED]

    assert await settle(network, smtp, mail.id) is OutboxState.SUPPRESSED
    assert (await Outbox(network.graph).get(mail.id)).error == Cause.OPTED_OUT
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


async def test_how_it_goes_is_asked_of_each_side_with_three_links(
    network: Network, relay: Relay, smtp: Transport
) -> None:
    for side in (Side.SEEKER, Side.GIVER):
        await answer_match(
            network.graph, Reply(network.matches[0].id, side, Answer.ACCEPT, actor="test")
        )
    mail_id = await written(network, MailKind.FOLLOW_UP)

    assert await settle(network, smtp, mail_id) is OutboxState.SENT
    links = [line for line in text_of(last(relay)).splitlines() if "/f/" in line]
    assert [link.partition("?answer=")[2] for link in links] == list(Progress)
    assert last(relay)["References"].split()[0] == thread_of(network.matches[0].id)


async def test_an_introduction_brings_a_calendar_file(
    network: Network, relay: Relay, smtp: Transport
) -> None:
    for side in (Side.SEEKER, Side.GIVER):
        await answer_match(
            network.graph, Reply(network.matches[0].id, side, Answer.ACCEPT, actor="test")
        )
    starts = set()
    for row in (await Outbox(network.graph).page(first=2)).items:
        assert row.kind is MailKind.INTRODUCTION
        assert await settle(network, smtp, row.id) is OutboxState.SENT
        (attachment,) = last(relay).iter_attachments()
        assert attachment["Content-Type"].params["method"] == "PUBLISH"
        (event,) = Calendar.from_ical(attachment.get_content()).walk("VEVENT")
        starts.add((str(event["uid"]), event.decoded("dtstart")))
        assert "Mécanique du Cher" in str(event["summary"])
    assert len(starts) == 1


async def test_a_networks_logo_travels_with_its_mails(
    network: Network, relay: Relay, smtp: Transport
) -> None:
    identity = MailIdentity(accent="#ffcc00", logo=PICTURE, logo_type="png")
    await MailIdentities(network.graph).save(identity)

    assert await settle(network, smtp, network.mail.id) is OutboxState.SENT
    html = last(relay).get_body(("html",))
    assert html is not None
    (picture,) = [part for part in last(relay).walk() if part.get_content_type() == "image/png"]
    assert picture.get_content() == PICTURE
    assert f'src="cid:{picture["Content-ID"].strip("<>")}"' in html.get_content()
    assert legible("#ffcc00") in html.get_content()
    assert "#ffcc00" not in html.get_content()


async def test_a_mail_that_cannot_be_written_fails_once_and_says_why(
    network: Network, relay: Relay, smtp: Transport
) -> None:
    # What no door lets in: two lines where there should be one address.
    await network.graph.run_statement(
        "MATCH (t:Tenant {id: $id}) SET t.reply_to = 'a@b.example\r\nBcc: c@d.example'",
        id=network.graph.tenant_id,
    )

    assert await settle(network, smtp, network.mail.id) is OutboxState.FAILED
    row = await network.row()
    assert (row.attempts, row.error) == (1, "the mail cannot be written: ValueError")
    assert await settle(network, smtp, network.mail.id) is OutboxState.FAILED
    assert relay.accepted == []


async def test_what_is_signed_arrives_as_it_was_signed(
    network: Network, relay: Relay, smtp: Transport
) -> None:
    key = generate_private_key(public_exponent=65_537, key_size=2_048).private_bytes(
        Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()
    )
    letterhead = replace(LETTERHEAD, signer=DkimSigner("maillage.example", "m1", key))
    await deliver(network.graph, network.mail.id, transport=smtp, letterhead=letterhead)

    record = f"v=DKIM1; k=rsa; p={public_half(key)}".encode()
    (content,) = relay.accepted
    assert dkim.verify(content, dnsfunc=lambda _name, **_options: record)
