import stat
from email.message import EmailMessage
from pathlib import Path

import pytest

from workers.mail.maildir import MaildirReader, MaildirTransport, key_of
from workers.mail.transport import Verdict


def message(name: str, subject: str = "Été") -> EmailMessage:
    mail = EmailMessage()
    mail["Message-ID"] = f"<{name}@maillage>"
    mail["To"] = "Zoé <zoe@a.example>"
    mail["Subject"] = subject
    mail["Date"] = "Tue, 24 Nov 2026 10:00:00 +0000"
    mail.set_content("texte\n")
    mail.add_alternative("<p>html</p>\n", subtype="html")
    return mail


async def yes() -> bool:
    return True


async def no() -> bool:
    return False


async def test_a_message_is_kept_once_and_read_back(tmp_path: Path) -> None:
    transport, reader = MaildirTransport(tmp_path / "box"), MaildirReader(tmp_path / "box")

    for _ in range(2):
        assert (await transport.send(message("a"), yes)).verdict is Verdict.SENT
    (summary,) = await reader.page(first=10)
    stored = await reader.get(summary.id)

    assert (summary.id, summary.to, summary.subject) == ("a", "Zoé <zoe@a.example>", "Été")
    assert summary.sent_at is not None
    assert stored is not None
    assert (stored.summary, stored.text, stored.html) == (summary, "texte\n", "<p>html</p>\n")


async def test_one_that_was_read_by_a_mail_program_is_not_delivered_again(tmp_path: Path) -> None:
    transport = MaildirTransport(tmp_path)
    await transport.send(message("a"), yes)
    (tmp_path / "new" / "a").rename(tmp_path / "cur" / "a:2,S")

    await transport.send(message("a"), yes)

    assert [summary.id for summary in await MaildirReader(tmp_path).page(first=10)] == ["a"]
    assert list((tmp_path / "new").iterdir()) == []


async def test_the_newest_come_first_and_no_more_than_asked(tmp_path: Path) -> None:
    transport = MaildirTransport(tmp_path)
    for name in ("0197-b", "0197-a", "0197-c"):
        await transport.send(message(name), yes)

    page = await MaildirReader(tmp_path).page(first=2)

    assert [summary.id for summary in page] == ["0197-c", "0197-b"]


async def test_one_that_is_called_off_leaves_nothing(tmp_path: Path) -> None:
    receipt = await MaildirTransport(tmp_path).send(message("a"), no)

    assert receipt.verdict is Verdict.CALLED_OFF
    assert await MaildirReader(tmp_path).page(first=10) == []
    assert list((tmp_path / "tmp").iterdir()) == []


async def test_a_failing_callback_comes_through_and_leaves_nothing(tmp_path: Path) -> None:
    async def fail() -> bool:
        raise LookupError("the graph is away")

    with pytest.raises(LookupError, match="away"):
        await MaildirTransport(tmp_path).send(message("a"), fail)
    assert await MaildirReader(tmp_path).page(first=10) == []
    assert list((tmp_path / "tmp").iterdir()) == []


async def test_a_folder_that_cannot_be_made_means_later(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    receipt = await MaildirTransport(tmp_path / "file" / "box").send(message("a"), yes)

    assert receipt.verdict is Verdict.RETRY
    assert str(tmp_path) not in receipt.detail


async def test_mails_are_for_their_owner_alone(tmp_path: Path) -> None:
    await MaildirTransport(tmp_path / "box").send(message("a"), yes)

    assert stat.S_IMODE((tmp_path / "box").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "box" / "new" / "a").stat().st_mode) == 0o600


@pytest.mark.parametrize("wicked", ["../secret", "a/b", "", ".", "..", "a:2,S", "x" * 200])
async def test_ids_that_are_no_names_find_nothing(tmp_path: Path, wicked: str) -> None:
    (tmp_path / "secret").write_text("Subject: secret\n\n")

    assert await MaildirReader(tmp_path / "box").get(wicked) is None


def test_names_come_from_the_message_id() -> None:
    assert key_of("<0197-ab@maillage>") == "0197-ab"
    assert len(key_of("<../x@maillage>")) == 64
    assert key_of("<../x@maillage>") != key_of("<../y@maillage>")
