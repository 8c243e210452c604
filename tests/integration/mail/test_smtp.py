from email.message import EmailMessage
from email.policy import SMTPUTF8
from pathlib import Path

import pytest

from benchmarks.faults.relay import LOOPBACK
from cli.mail_check import MailCheckError, mail_checks
from tests.integration.mail.certificate import self_made
from tests.integration.mail.relay import Relay, open_relay
from workers.mail.smtp import SmtpTransport
from workers.mail.transport import Verdict
from workers.settings import SmtpSecurity


def message(to: str = "zoe@mecanique.example") -> EmailMessage:
    mail = EmailMessage(policy=SMTPUTF8)
    mail["From"] = "Maillage <no-reply@maillage.example>"
    mail["To"] = to
    mail["Message-ID"] = "<row@maillage>"
    mail["Subject"] = "Été"
    mail.set_content(".point\nligne\n", cte="quoted-printable")
    return mail


class Callback:
    """Counts how often the transport asked whether to go on."""

    def __init__(self, *, answer: bool = True) -> None:
        self.answer = answer
        self.calls = 0

    async def __call__(self) -> bool:
        self.calls += 1
        return self.answer


async def test_an_accepted_message_arrives_as_it_was_written(
    relay: Relay, smtp: SmtpTransport
) -> None:
    asked = Callback()
    receipt = await smtp.send(message(), asked)

    assert receipt.verdict is Verdict.SENT
    assert asked.calls == 1
    assert relay.recipients == ["zoe@mecanique.example"]
    (content,) = relay.accepted
    assert content == message().as_bytes()


@pytest.mark.parametrize(
    ("order", "verdict"),
    [
        ("554 5.7.1 <zoe@mecanique.example> denied", Verdict.REFUSED),
        ("450 4.2.0 later", Verdict.RETRY),
        ("DROP", Verdict.RETRY),
        ("STALL", Verdict.RETRY),
    ],
)
@pytest.mark.parametrize("step", ["on_mail", "on_rcpt"])
async def test_before_the_text_nothing_was_sent(
    relay: Relay, step: str, order: str, verdict: Verdict
) -> None:
    setattr(relay, step, order)
    asked = Callback()
    receipt = await SmtpTransport(relay.settings(timeout_s=0.5)).send(message(), asked)

    assert receipt.verdict is verdict
    assert asked.calls == 0
    assert "zoe@" not in receipt.detail


@pytest.mark.parametrize(
    ("order", "verdict"),
    [
        ("554 5.7.1 refused", Verdict.REFUSED),
        ("451 4.3.0 later", Verdict.RETRY),
        ("DROP", Verdict.UNCERTAIN),
        ("STALL", Verdict.UNCERTAIN),
    ],
)
async def test_after_the_final_dot_only_an_answer_is_certain(
    relay: Relay, order: str, verdict: Verdict
) -> None:
    relay.on_data = order
    asked = Callback()
    receipt = await SmtpTransport(relay.settings(timeout_s=0.5)).send(message(), asked)

    assert receipt.verdict is verdict
    assert asked.calls == 1


async def test_a_message_that_is_called_off_does_not_leave(
    relay: Relay, smtp: SmtpTransport
) -> None:
    receipt = await smtp.send(message(), Callback(answer=False))

    assert receipt.verdict is Verdict.CALLED_OFF
    assert relay.accepted == []


async def test_what_the_callback_raises_comes_through(relay: Relay, smtp: SmtpTransport) -> None:
    async def fail() -> bool:
        raise LookupError("the graph is away")

    with pytest.raises(LookupError, match="away"):
        await smtp.send(message(), fail)
    assert relay.accepted == []


async def test_nobody_listening_means_later(relay: Relay) -> None:
    closed = SmtpTransport(relay.settings(smtp_port=1))

    assert (await closed.send(message(), Callback())).verdict is Verdict.RETRY


async def test_a_relay_without_encryption_gets_nothing_where_it_is_asked_for(relay: Relay) -> None:
    asked = Callback()
    for security in (SmtpSecurity.STARTTLS, SmtpSecurity.TLS):
        transport = SmtpTransport(relay.settings(smtp_security=security))
        assert (await transport.send(message(), asked)).verdict is Verdict.RETRY

    assert asked.calls == 0
    assert relay.accepted == []


async def test_a_message_goes_by_starttls_to_a_relay_that_is_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tls, certificate = self_made(tmp_path, LOOPBACK)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    async with open_relay(tls) as relay:
        settings = relay.settings(smtp_security=SmtpSecurity.STARTTLS)
        receipt = await SmtpTransport(settings).send(message(), Callback())
        assert (await mail_checks(settings)["relay"]()).endswith("answers, STARTTLS")

    assert receipt.verdict is Verdict.SENT
    assert relay.accepted == [message().as_bytes()]


async def test_a_relay_whose_certificate_nobody_vouches_for_gets_nothing(tmp_path: Path) -> None:
    tls, _ = self_made(tmp_path, LOOPBACK)
    asked = Callback()
    async with open_relay(tls) as relay:
        settings = relay.settings(smtp_security=SmtpSecurity.STARTTLS)
        receipt = await SmtpTransport(settings).send(message(), asked)
        with pytest.raises(MailCheckError, match="SSL_CERT_FILE"):
            await mail_checks(settings)["relay"]()

    assert receipt.verdict is Verdict.RETRY
    assert (asked.calls, relay.log) == (0, [])


async def test_a_refused_sign_in_means_later(relay: Relay) -> None:
    settings = relay.settings(smtp_user="maillage", smtp_password="wrong")
    receipt = await SmtpTransport(settings).send(message(), Callback())

    assert receipt.verdict is Verdict.RETRY
    assert "wrong" not in receipt.detail


async def test_an_address_with_accents_is_sent_as_it_is(relay: Relay, smtp: SmtpTransport) -> None:
    receipt = await smtp.send(message("zoé@mecanique.example"), Callback())

    assert receipt.verdict is Verdict.SENT
    assert relay.recipients == ["zoé@mecanique.example"]
