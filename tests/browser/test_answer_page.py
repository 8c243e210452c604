"""The answer page and the outbox in a browser, without script and without a mouse."""

import asyncio
import mailbox
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from selenium.common.exceptions import NoSuchElementException, StaleElementReferenceException
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

from api.pages.wording import words
from graph.models.vocabulary import Language, Side
from tests.factories import match_now
from tests.integration.pages.scene import Scene

MOST_TABS = 30
NARROW = {"width": 320, "height": 640, "deviceScaleFactor": 1, "mobile": False}


def tab_to(browser: Chrome, control: str) -> WebElement:
    """Moves the focus to a control by its id as someone without a mouse does."""
    for _ in range(MOST_TABS):
        browser.switch_to.active_element.send_keys(Keys.TAB)
        focused = browser.switch_to.active_element
        if focused.get_attribute("id") == control:
            return focused
    raise AssertionError(f"{control} is not reached by keyboard")


def heading_after(browser: Chrome, old: str) -> str:
    """The heading of the page that follows the one with the old heading."""
    # The old page may go away between finding its heading and reading it.
    leaving = (NoSuchElementException, StaleElementReferenceException)
    wait = WebDriverWait(browser, 10, ignored_exceptions=leaving)
    return str(wait.until(lambda b: (h := heading(b)) != old and h))


def heading(browser: Chrome) -> str:
    return browser.find_element(By.TAG_NAME, "h1").text


def told(outcome: str) -> str:
    title: str = words(Language.FR)["outcome"][outcome]["title"]
    return title


def accept_by_keyboard(browser: Chrome, url: str) -> str:
    browser.get(url)
    asked = heading(browser)
    button = tab_to(browser, "accept")
    assert button.value_of_css_property("outline-style") == "solid"
    assert button.text == words(Language.FR)["answer"]["accept"]
    button.send_keys(Keys.ENTER)
    return heading_after(browser, asked)


async def test_a_yes_is_given_with_the_keyboard_alone(
    browser: Chrome, address: str, scene: Scene
) -> None:
    path = scene.path(Side.SEEKER)
    shown = await asyncio.to_thread(accept_by_keyboard, browser, address + path)
    assert shown == told("WAITING_FOR_OTHER")
    assert browser.current_url == address + path
    match = await match_now(scene.graph, scene.pair.match.id)
    assert (match.seeker_answer, match.asked_side) == ("ACCEPT", Side.GIVER)


def pause_by_keyboard(browser: Chrome, url: str, typed: str) -> str:
    browser.get(url)
    asked = heading(browser)
    (summary,) = [
        element
        for element in browser.find_elements(By.TAG_NAME, "summary")
        if element.text == words(Language.FR)["answer"]["pause"]
    ]
    summary.send_keys(Keys.ENTER)
    until = tab_to(browser, "pause_until")
    until.send_keys(typed)
    until.send_keys(Keys.ENTER)
    return heading_after(browser, asked)


async def test_a_pause_is_given_with_the_keyboard_alone(
    browser: Chrome, address: str, scene: Scene
) -> None:
    day = (datetime.now(UTC) + timedelta(days=30)).date()
    # The browser of the test asks for month, day and year.
    typed = day.strftime("%m%d%Y")
    url = address + scene.path(Side.SEEKER)
    shown = await asyncio.to_thread(pause_by_keyboard, browser, url, typed)
    assert shown == told("PAUSED")
    match = await match_now(scene.graph, scene.pair.match.id)
    assert (match.state, match.seeker_answer) == ("DECLINED", "PAUSE")


def deliver(folder: Path, url: str) -> None:
    message = EmailMessage()
    message["To"] = "Anne <anne@atelier.example>"
    message["Subject"] = "Une proposition pour vous"
    message.set_content(f"Répondre : {url}\n")
    message.add_alternative(
        f"<html><head></head><body style='color:#123'><h2>Bonjour</h2>"
        f"<a href='{url}'>Voir et répondre</a></body></html>",
        subtype="html",
    )
    mailbox.Maildir(folder).add(message.as_bytes())


def answer_from_outbox(browser: Chrome, address: str) -> str:
    browser.get(f"{address}/outbox?lang=fr")
    browser.find_element(By.LINK_TEXT, "Une proposition pour vous").click()
    browser.switch_to.frame(browser.find_element(By.TAG_NAME, "iframe"))
    link = browser.find_element(By.LINK_TEXT, "Voir et répondre")
    # A link that is pressed leads out of its frame; a page alone could not do that.
    link.click()
    browser.switch_to.default_content()
    return heading_after(browser, "Une proposition pour vous")


async def test_a_mail_of_the_outbox_leads_to_its_answer_page(
    browser: Chrome, address: str, scene: Scene
) -> None:
    folder = scene.context.outbox_dir
    assert folder
    deliver(folder, address + scene.path(Side.SEEKER))
    shown = await asyncio.to_thread(answer_from_outbox, browser, address)
    assert scene.pair.giver.name in shown


def widths(browser: Chrome, url: str) -> tuple[int, int]:
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", NARROW)
    browser.get(url)
    for closed in browser.find_elements(By.TAG_NAME, "summary"):
        closed.send_keys(Keys.ENTER)
    page = browser.find_element(By.TAG_NAME, "html")
    return int(page.get_property("scrollWidth")), int(page.get_property("clientWidth"))  # type: ignore[arg-type]  # widths are numbers


@pytest.mark.parametrize("page", ["answer", "/outbox", "/", "/a/nothing"])
async def test_pages_fit_the_narrowest_screen(
    browser: Chrome, address: str, scene: Scene, page: str
) -> None:
    path = scene.path(Side.SEEKER) if page == "answer" else page
    needed, given = await asyncio.to_thread(widths, browser, address + path)
    assert needed <= given
    log: list[dict[str, str]] = browser.get_log("browser")  # type: ignore[no-untyped-call]  # selenium's stub lacks it
    refusals = [line for line in log if "Content Security Policy" in line["message"]]
    assert refusals == []
