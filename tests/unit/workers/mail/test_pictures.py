"""The page of mails shows each of them."""

import re

from graph.models.vocabulary import Language, MailKind
from tests.browser.picture_mails import FOLDER, SHOWN
from tests.unit.workers.mail.every_mail import MAKERS
from workers.mail.compose import WRITERS

PAGE = (FOLDER / "README.md").read_text("utf-8")
MOST_BYTES = 200_000


def test_every_kind_of_mail_is_on_the_page_and_has_words() -> None:
    assert set(re.findall(r"^\| `([A-Z_]+)`", PAGE, re.MULTILINE)) == set(MailKind)
    assert set(WRITERS) == set(MailKind)


def test_every_picture_is_there_small_and_shown() -> None:
    wanted = {f"{name}.{language}.png" for name in SHOWN for language in Language}

    assert set(SHOWN) <= set(MAKERS)
    assert set(re.findall(r"\(([\w.-]+\.png)\)", PAGE)) == wanted
    assert {path.name for path in FOLDER.glob("*.png")} == wanted
    assert max(path.stat().st_size for path in FOLDER.glob("*.png")) < MOST_BYTES
