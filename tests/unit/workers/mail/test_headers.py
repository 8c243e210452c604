"""What stands above a mail: aligned, stable, threaded, and nothing that anybody smuggled in."""

from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given, settings
from hypothesis import strategies as st

from cli.mail_check import public_half
from graph.models.vocabulary import Language, Side
from tests.unit.workers.mail.every_mail import EVERY_MAIL, HEADERS, cards
from tests.unit.workers.mail.examples import LETTERHEAD, dossier, giver, need, offer, pair, seeker
from workers.mail.compose import _composed
from workers.mail.content import Mail
from workers.mail.people import address_of, name_of
from workers.mail.rendering import render
from workers.mail.signing import DkimSigner, open_signer
from workers.settings import MailSettings

KEY = generate_private_key(public_exponent=65_537, key_size=2_048).private_bytes(
    Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()
)
SIGNER = DkimSigner("maillage.example", "m1", KEY)
# Once for all: reading a private key checks its primes.
RECORD = f"v=DKIM1; k=rsa; p={public_half(KEY)}".encode()
# What people write, and what attackers do: line breaks, direction marks, and far too much.
WICKED = st.one_of(
    st.text(max_size=60),
    st.text('\r\n\v\f\x00\u2028\u2029\x85\u202e\u2066\u200f,;:<>@"\\()ab', max_size=60),
    st.sampled_from(
        [
            "x\r\nBcc: all@example.org",
            "é" * 5_000,
            "\u202emoc.elpmaxe",
            "a, b <c@d.example>",
            "🚀" * 5_000,
        ]
    ),
)


def head_of(message: EmailMessage) -> bytes:
    return message.as_bytes().partition(b"\r\n\r\n")[0]


def sent(message: EmailMessage) -> EmailMessage:
    return message_from_bytes(message.as_bytes(), policy=default)


@settings(max_examples=15, deadline=None)
@given(name=WICKED, title=WICKED, tenant=WICKED)
def test_nothing_that_people_write_becomes_a_header(name: str, title: str, tenant: str) -> None:
    file = dossier(
        pair(
            need=need(title=title),
            offer=offer(title=title),
            other=giver(name=name),
        ),
        recipient=seeker(contact_name=name, name=name or "x"),
    )
    file = replace(file, tenant=file.tenant.model_copy(update={"name": tenant}))
    message = _composed(file, LETTERHEAD)
    assert isinstance(message, EmailMessage)
    plain = _composed(dossier(pair()), LETTERHEAD)
    assert isinstance(plain, EmailMessage)

    arrived = sent(message)
    assert sorted(arrived.keys()) == sorted(plain.keys())
    assert [a.addr_spec for a in arrived["To"].addresses] == ["zoe@mecanique.example"]
    assert [a.addr_spec for a in arrived["From"].addresses] == ["no-reply@maillage.example"]
    assert not set(str(arrived["Subject"])) & set("\r\n\x00\u202e\u2066\u2028\u2029")
    assert len(str(arrived["Subject"])) <= 150
    assert max(len(line) for line in head_of(message).split(b"\r\n")) <= 998
    assert len(message.as_bytes()) < 100_000


def test_a_name_of_five_thousand_characters_is_cut() -> None:
    to = address_of(name_of(seeker(contact_name="Zoé " * 1_250)), "zoe@mecanique.example")

    assert len(to.display_name) <= 78


def test_mails_come_under_the_name_of_the_network_from_one_domain() -> None:
    message = _composed(dossier(pair()), LETTERHEAD)
    assert isinstance(message, EmailMessage)

    (sender,) = message["From"].addresses
    assert (sender.display_name, sender.domain) == ("Réseau Centre", "maillage.example")
    assert message["Feedback-ID"] == "match_card:centre:maillage"
    assert message["References"] == "<match0.match@maillage>"
    assert message["Message-ID"] == "<mail@maillage>"


def test_all_mails_about_a_match_are_one_thread() -> None:
    both = _composed(dossier(pair(0), pair(1)), LETTERHEAD)
    reply = _composed(dossier(pair(1, Side.GIVER)), LETTERHEAD)
    assert isinstance(both, EmailMessage)
    assert isinstance(reply, EmailMessage)

    assert set(reply["References"].split()) < set(both["References"].split())


@pytest.mark.parametrize("mail", EVERY_MAIL)
def test_a_signature_covers_what_mail_programs_act_upon(mail: Mail) -> None:
    message = render(mail, HEADERS)
    SIGNER.sign(message)
    content = message.as_bytes()
    signed = str(sent(message)["DKIM-Signature"]).replace(" ", "").lower()
    covered = signed.partition(";h=")[2].partition(";")[0].split(":")

    assert verified(content)
    assert {"from", "to", "subject", "date", "message-id"} < set(covered)
    for name in ("List-Unsubscribe", "List-Unsubscribe-Post"):
        assert (name.lower() in covered) is (name in message)
    assert not verified(content.replace(b"Subject: ", b"Subject: x", 1))
    assert not verified(b"From: other <other@maillage.example>\r\n" + content)


def verified(content: bytes) -> bool:
    try:
        return bool(dkim.verify(content, dnsfunc=lambda _name, **_options: RECORD))
    except dkim.DKIMException:
        return False


def test_an_address_with_accents_can_be_signed() -> None:
    accents = replace(HEADERS, recipient=address_of("Zoé", "zoé@mécanique.example"))
    message = render(cards(Side.SEEKER, 1, Language.FR), accents)
    SIGNER.sign(message)

    assert verified(message.as_bytes())


def test_no_key_no_signature_and_a_bad_one_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "dkim.pem"
    wanted = MailSettings(dkim_selector="m1", dkim_key_file=path)
    assert open_signer(MailSettings()) is None
    with pytest.raises(ValueError, match="openssl genrsa"):
        open_signer(wanted)
    path.write_text("no key")
    with pytest.raises(ValueError, match="openssl genrsa"):
        open_signer(wanted)
    path.write_bytes(KEY)
    signer = open_signer(wanted)
    assert signer == DkimSigner("maillage.example", "m1", KEY)
    assert "PRIVATE" not in repr(signer)


def test_a_selector_without_a_key_is_refused() -> None:
    with pytest.raises(ValueError, match="set both"):
        MailSettings(dkim_selector="m1")
