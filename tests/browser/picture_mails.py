"""Pictures of every mail for `docs/mails`: `python -m tests.browser.picture_mails`, with Chromium."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from selenium.webdriver import Chrome, ChromeOptions, ChromeService

from api.pages.outbox import with_pictures
from graph.models.vocabulary import Language
from tests.browser.conftest import BROWSER, DRIVER, OPTIONS
from tests.unit.workers.mail.every_mail import HEADERS, MAKERS
from workers.mail.rendering import render

FOLDER = Path(__file__).parents[2] / "docs" / "mails"
WIDTH = 660
SHOWN = {
    "match-card": "a card for a seeker",
    "several-cards": "three cards for a seeker",
    "request": "a card for a giver",
    "digest": "the weekly digest, Tuesdays at nine where the reader is",
    "introduction-seeker": "the introduction, with both contacts and a calendar file",
    "meeting-slots": "the times that the other side proposes",
    "meeting": "the time on which both agreed, with a calendar file",
    "reminder-one": "the one reminder, after five days",
    "expiry-one": "proposals that ended without an answer",
    "paused": "a pause that was asked for",
    "paused-for-silence": "a pause after four mails without an answer",
    "stopped": "the last mail of all",
    "stopped-by-staff": "the last mail of all, where staff took the reader out",
    "follow-up-30": "the question on day 30",
    "follow-up-90": "the question on day 90",
    "search-alert": "what a saved search found",
    "weekly-report": "the incubator's weekly report",
}
"""The mails with a picture, and what each is."""


@contextmanager
def _browser() -> Iterator[Chrome]:
    with TemporaryDirectory() as profile:
        options = ChromeOptions()
        options.binary_location = str(BROWSER)
        for option in (
            *OPTIONS,
            f"--user-data-dir={profile}",
            "--hide-scrollbars",
        ):
            options.add_argument(option)
        driver = Chrome(options, ChromeService(str(DRIVER)))
        try:
            yield driver
        finally:
            driver.quit()


def _html(name: str, language: Language) -> str:
    message = render(MAKERS[name](language), HEADERS)
    part = message.get_body(("html",))
    assert part is not None
    return with_pictures(str(part.get_content()), message)


def _picture(driver: Chrome, html: str, target: Path) -> None:
    with TemporaryDirectory() as folder:
        page = Path(folder) / "mail.html"
        page.write_text(html, "utf-8")
        driver.set_window_size(WIDTH, 400)
        driver.get(page.as_uri())
        height = driver.execute_script("return document.documentElement.scrollHeight")
        driver.set_window_size(WIDTH, int(height) + 140)
        target.write_bytes(driver.get_screenshot_as_png())


def main(folder: Path = FOLDER) -> None:
    """Writes one picture a mail and language."""
    folder.mkdir(parents=True, exist_ok=True)
    with _browser() as driver:
        for name in SHOWN:
            for language in Language:
                _picture(driver, _html(name, language), folder / f"{name}.{language}.png")
                sys.stdout.write(f"{name}.{language}\n")


if __name__ == "__main__":
    main()
