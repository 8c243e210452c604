"""The outbox viewer shows each mail as its reader sees it."""

from dataclasses import replace
from pathlib import Path

import pytest

from api.pages.outbox import list_mails, read_mail
from graph.models.vocabulary import Language
from tests.unit.workers.mail.every_mail import HEADERS, MAKERS
from tests.unit.workers.mail.strict_html import StrictHTML
from workers.mail.identity import Identity, Logo
from workers.mail.maildir import MaildirTransport
from workers.mail.rendering import render

PICTURE = b"\x89PNG\r\n\x1a\n"
LOOK = Identity("#123456", Logo(PICTURE, "png"))


async def is_due() -> bool:
    return True


@pytest.mark.parametrize("language", Language)
async def test_every_mail_is_listed_and_shown_with_its_logo(
    language: Language, tmp_path: Path
) -> None:
    transport = MaildirTransport(tmp_path / "outbox")
    for name, make in MAKERS.items():
        headers = replace(HEADERS, message_id=f"<{name}@maillage>")
        await transport.send(render(make(language), headers, LOOK), is_due)
    listed, total = list_mails(tmp_path / "outbox")

    assert {summary.id for summary in listed} == set(MAKERS)
    assert total == len(MAKERS)
    for summary in listed:
        mail = read_mail(tmp_path / "outbox", summary.id)
        assert mail is not None
        assert summary.language == language
        html = StrictHTML(mail.html)
        assert [value for tag, key, value in html.attributes if (tag, key) == ("img", "src")] == [
            "data:image/png;base64,iVBORw0KGgo="
        ]
        assert "cid:" not in mail.html
        assert "Réseau Centre" in mail.sender
        assert len(mail.text) > 300
