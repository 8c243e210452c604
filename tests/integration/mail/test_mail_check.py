"""What `maillage doctor --mail` says, of a real name server and a real relay."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from cli.mail_check import MailCheckError, mail_checks, public_half
from tests.integration.mail.name_server import Texts, open_name_server
from tests.integration.mail.relay import Relay
from workers.settings import MailSettings, SmtpSecurity

KEY = generate_private_key(public_exponent=65_537, key_size=2_048).private_bytes(
    Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()
)
SPF = "v=spf1 include:relay.example -all"
DKIM = f"v=DKIM1; k=rsa; p={public_half(KEY)}"
GOOD: Texts = {
    "maillage.example": ["some-verification=1", SPF],
    "m1._domainkey.maillage.example": [DKIM],
    "_dmarc.maillage.example": ["v=DMARC1; p=quarantine"],
}


@pytest.fixture
def signing(tmp_path: Path) -> MailSettings:
    path = tmp_path / "dkim.pem"
    path.write_bytes(KEY)
    return MailSettings(dkim_selector="m1", dkim_key_file=path)


async def said(settings: MailSettings, texts: Texts, name: str, *, is_mute: bool = False) -> str:
    async with open_name_server(texts, is_mute=is_mute) as resolver:
        return await mail_checks(settings, resolver)[name]()


async def complaint(
    settings: MailSettings, texts: Texts, name: str, *, is_mute: bool = False
) -> str:
    with pytest.raises(MailCheckError) as caught:
        await said(settings, texts, name, is_mute=is_mute)
    return str(caught.value)


async def test_what_is_well_set_up_is_said_so(signing: MailSettings) -> None:
    assert await said(signing, GOOD, "spf") == SPF
    assert "holds our key" in await said(signing, GOOD, "dkim")
    assert await said(signing, GOOD, "dmarc") == "v=DMARC1; p=quarantine"
    assert "relay must sign for maillage.example" in await said(MailSettings(), {}, "dkim")


async def test_what_is_missing_is_said_with_the_record_to_publish(signing: MailSettings) -> None:
    assert "v=spf1 include:<your relay> -all" in await complaint(signing, {}, "spf")
    assert DKIM in await complaint(signing, {}, "dkim")
    assert "_dmarc.maillage.example" in await complaint(signing, {}, "dmarc")


@pytest.mark.parametrize(
    ("name", "texts", "wanted"),
    [
        ("spf", {"maillage.example": [SPF, "v=spf1 -all"]}, "keep one"),
        ("spf", {"maillage.example": ["v=spf1 +all"]}, "allows everybody"),
        ("spf", {"maillage.example": ["v=spf1 include:relay.example"]}, "allows everybody"),
        ("dkim", {"m1._domainkey.maillage.example": ["v=DKIM1; p=MIIB"]}, "of another key"),
        ("dmarc", {"_dmarc.maillage.example": ["v=DMARC1; p=perhaps"]}, "no DMARC policy"),
    ],
)
async def test_what_is_wrong_is_said(
    signing: MailSettings, name: str, texts: Texts, wanted: str
) -> None:
    assert wanted in await complaint(signing, texts, name)


@pytest.mark.parametrize("name", ["spf", "dkim", "dmarc"])
async def test_a_name_server_that_fails_is_not_taken_for_a_missing_record(
    signing: MailSettings, name: str
) -> None:
    assert "try again later" in await complaint(signing, GOOD, name, is_mute=True)


async def test_a_policy_of_the_domain_above_counts() -> None:
    settings = MailSettings(sender="Maillage <no-reply@mail.maillage.example>")

    assert await said(settings, GOOD, "dmarc") == "v=DMARC1; p=quarantine"


async def test_a_relay_is_greeted_and_gets_no_mail(relay: Relay) -> None:
    assert f"127.0.0.1:{relay.port} answers" in await said(relay.settings(), {}, "relay")
    unsafe = relay.settings(smtp_security=SmtpSecurity.STARTTLS)
    assert "offers no STARTTLS" in await complaint(unsafe, {}, "relay")
    stranger = relay.settings(smtp_user="zoe", smtp_password="wrong")
    assert "fails: SMTP" in await complaint(stranger, {}, "relay")
    gone = relay.settings(smtp_port=1)
    assert "127.0.0.1:1 fails" in await complaint(gone, {}, "relay")
    assert relay.accepted == []
    assert "stay on this machine" in await said(MailSettings(), {}, "relay")


async def test_the_folder_of_what_comes_back_must_be_there(tmp_path: Path) -> None:
    settings = MailSettings(bounces=tmp_path / "bounces")
    assert f"mkdir -p {settings.bounces}/new" in await complaint(settings, {}, "bounces")
    for name in ("new", "cur", "tmp"):
        (tmp_path / "bounces" / name).mkdir(parents=True)
    (tmp_path / "bounces" / "new" / "1.report").write_text("Reporting-MTA: dns; relay.example")
    assert (await said(settings, {}, "bounces")).startswith("1 reports wait")
    assert "MAILLAGE_MAIL_BOUNCES" in await said(MailSettings(), {}, "bounces")
