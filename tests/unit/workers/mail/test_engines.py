from pathlib import Path

import pytest
from pydantic import ValidationError

from workers.mail.engines import open_transport
from workers.mail.maildir import MaildirTransport
from workers.mail.smtp import SmtpTransport
from workers.settings import MailSettings, MailTransport, sender_address


@pytest.fixture(autouse=True)
def _empty_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


def test_without_settings_mails_stay_on_this_machine() -> None:
    settings = MailSettings()

    assert settings.maildir == Path(".maillage/outbox")
    assert isinstance(open_transport(settings), MaildirTransport)


def test_a_relay_is_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILLAGE_MAIL_TRANSPORT", "SMTP")
    monkeypatch.setenv("MAILLAGE_MAIL_SMTP_HOST", "relay.example")
    monkeypatch.setenv("MAILLAGE_MAIL_SMTP_PASSWORD", "secret")
    settings = MailSettings()

    assert isinstance(open_transport(settings), SmtpTransport)
    assert "secret" not in repr(settings)


def test_smtp_without_a_host_says_what_to_set() -> None:
    with pytest.raises(ValidationError, match="MAILLAGE_MAIL_SMTP_HOST"):
        MailSettings(transport=MailTransport.SMTP)


@pytest.mark.parametrize(
    "sender", ["", "Maillage", "a@b.example, c@d.example", "a@b.example\nx: y"]
)
def test_a_sender_is_one_address(sender: str) -> None:
    with pytest.raises(ValidationError, match="write the sender like"):
        MailSettings(sender=sender)


def test_a_sender_may_have_a_name() -> None:
    assert sender_address("Réseau <a@b.example>").display_name == "Réseau"
