import mailbox
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from api.pages.outbox import MOST_LISTED, list_mails, read_mail


def mail(subject: str = "Une proposition pour l’été", *, html: str = "") -> EmailMessage:
    message = EmailMessage(policy=policy.SMTP)
    message["From"] = "Réseau Centre <no-reply@maillage.example>"
    message["To"] = "Anne Béranger <anne@atelier.example>"
    message["Subject"] = subject
    message["Date"] = datetime(2026, 9, 1, 9, tzinfo=UTC)
    message.set_content("Bonjour,\nvoici une proposition.\n")
    if html:
        message.add_alternative(html, subtype="html")
    message["Content-Language"] = "fr"
    return message


def box_of(folder: Path, *mails: EmailMessage) -> list[str]:
    box = mailbox.Maildir(folder)
    return [box.add(message.as_bytes()) for message in mails]


def test_a_folder_that_no_mail_has_reached_is_an_empty_outbox(tmp_path: Path) -> None:
    assert list_mails(tmp_path / "outbox") == ([], 0)
    assert read_mail(tmp_path / "outbox", "1.M1P1Q1.host") is None
    assert not (tmp_path / "outbox").exists()


def test_the_list_tells_whom_what_when_and_in_which_language(tmp_path: Path) -> None:
    (key,) = box_of(tmp_path / "outbox", mail())
    (line,), total = list_mails(tmp_path / "outbox")
    assert total == 1
    assert line.id == key
    assert line.to == "Anne Béranger <anne@atelier.example>"
    assert line.subject == "Une proposition pour l’été"
    assert line.sent_at == datetime(2026, 9, 1, 9, tzinfo=UTC)
    assert line.language == "fr"


def test_the_newest_mails_come_first_and_the_list_ends(tmp_path: Path) -> None:
    box_of(tmp_path / "outbox")
    for number in range(MOST_LISTED + 5):
        name = f"{1_700_000_000 + number // 10}.M{number:06d}P1Q{number}.host"
        (tmp_path / "outbox" / "new" / name).write_bytes(mail(f"n{number}").as_bytes())
    lines, total = list_mails(tmp_path / "outbox")
    assert total == MOST_LISTED + 5
    assert [line.subject for line in lines] == [f"n{n}" for n in range(104, 4, -1)]


def test_a_mail_shows_its_text_and_its_html(tmp_path: Path) -> None:
    (key,) = box_of(tmp_path / "outbox", mail(html="<p>Bonjour Zoé</p>"))
    found = read_mail(tmp_path / "outbox", key)
    assert found is not None
    assert found.sender == "Réseau Centre <no-reply@maillage.example>"
    assert found.text.splitlines() == ["Bonjour,", "voici une proposition."]
    assert found.html.strip() == "<p>Bonjour Zoé</p>"


def test_a_text_alone_has_no_html(tmp_path: Path) -> None:
    (key,) = box_of(tmp_path / "outbox", mail())
    found = read_mail(tmp_path / "outbox", key)
    assert found is not None
    assert found.html == ""


def test_a_mail_without_headers_is_shown_empty(tmp_path: Path) -> None:
    box_of(tmp_path / "outbox")
    (tmp_path / "outbox" / "new" / "1.M1P1Q1.host").write_bytes(b"Date: soon\n\nbody\n")
    (line,), _ = list_mails(tmp_path / "outbox")
    assert (line.to, line.subject, line.sent_at) == ("", "", None)


@pytest.mark.parametrize(
    "mail_id", ["../../secret", "../new/../../secret", "", ".", "/etc/hostname", "secret"]
)
def test_an_id_leads_nowhere_but_to_a_mail(tmp_path: Path, mail_id: str) -> None:
    box_of(tmp_path / "outbox", mail())
    (tmp_path / "secret").write_text("Subject: secret\n\nsecret")
    assert read_mail(tmp_path / "outbox", mail_id) is None


def test_a_mail_that_vanishes_while_listing_is_left_out(tmp_path: Path) -> None:
    keys = box_of(tmp_path / "outbox", mail("stays"), mail("goes"))
    gone = tmp_path / "outbox" / "new" / keys[1]
    gone.unlink()
    gone.symlink_to(tmp_path / "nothing")
    lines, _ = list_mails(tmp_path / "outbox")
    assert [line.subject for line in lines] == ["stays"]
