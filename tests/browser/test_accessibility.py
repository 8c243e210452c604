"""Each page by keyboard alone, examined by axe-core at each step."""

import asyncio
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from selenium.common.exceptions import NoSuchElementException
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from api.pages.wording import words
from graph.lifecycle.links import PersonLink, StopLink
from graph.models.vocabulary import Language, Progress, Side
from graph.repositories.parties import Parties
from graph.repositories.people import People
from tests.browser.test_answer_page import heading, heading_after, tab_to, told
from tests.integration.pages import test_following as following
from tests.integration.pages import test_meeting as meeting
from tests.integration.pages.scene import Scene, introduced

AXE = Path(__file__).parent / "axe"
LIMIT_S = 120
# What WCAG 2.2 AA asks for, and what axe-core advises beyond it.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """
const done = arguments[arguments.length - 1];
axe.run({runOnly: {type: 'tag', values: arguments[0]}}).then(
  found => done({passes: found.passes.length, violations: found.violations.map(
    v => [v.impact, v.id, v.nodes.map(n => n.html).slice(0, 3)])}),
  error => done({passes: 0, violations: [['critical', String(error), []]]}));
"""
GRAVE = ("serious", "critical")


@pytest.fixture(scope="module")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The script, as npm installs it."""
    if not shutil.which("npm") and os.environ.get("CI") != "true":
        pytest.skip("The pages are examined by axe-core, which needs npm.")
    folder = tmp_path_factory.mktemp("axe")
    for name in ("package.json", "package-lock.json"):
        shutil.copy(AXE / name, folder)
    command = ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
    done = subprocess.run(  # noqa: S603  # a command of ours, in a folder of ours
        command, cwd=folder, timeout=LIMIT_S, capture_output=True, check=False
    )
    if done.returncode and os.environ.get("CI") != "true":
        pytest.skip("npm cannot install axe-core.")
    return (folder / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")


class Examiner:
    """A browser without a mouse, with axe-core at hand."""

    def __init__(self, browser: Chrome, axe: str) -> None:
        self.browser = browser
        self._axe = axe

    def examine(self) -> None:
        """Fails at a finding that keeps someone from using the page."""
        self.browser.execute_script(self._axe)
        found: dict[str, Any] = self.browser.execute_async_script(RUN, RULES)
        assert found["passes"] > 10
        assert [violation for violation in found["violations"] if violation[0] in GRAVE] == []

    def open(self, url: str) -> str:
        """Opens and examines a page, with everything on it unfolded; returns its heading."""
        self.browser.get(url)
        for closed in self.browser.find_elements(By.TAG_NAME, "summary"):
            closed.send_keys(Keys.ENTER)
        self.examine()
        return heading(self.browser)

    def press(self, control: str, *keys: str) -> str:
        """Reaches a control by Tab and presses keys; returns the heading of the page then shown."""
        before = heading(self.browser)
        tab_to(self.browser, control).send_keys(*keys)
        shown = heading_after(self.browser, before)
        self.examine()
        return shown


def answer_and_take_back(examiner: Examiner, url: str) -> list[str]:
    asked = examiner.open(url)
    shown = [examiner.press("exclude", Keys.ENTER), examiner.press("undo", Keys.ENTER)]
    assert shown[1] == asked
    return [*shown, examiner.press("accept", Keys.ENTER)]


async def test_an_answer_is_given_taken_back_and_given_again(
    scripted_browser: Chrome, axe: str, address: str, scene: Scene
) -> None:
    examiner = Examiner(scripted_browser, axe)
    url = address + scene.path(Side.SEEKER)
    first, _, last = await asyncio.to_thread(answer_and_take_back, examiner, url)
    assert (first, last) == (told("DECLINED"), told("WAITING_FOR_OTHER"))


def stop_and_come_back(examiner: Examiner, url: str) -> list[str]:
    examiner.open(url)
    stopped = examiner.press("stop", Keys.ENTER)
    back = examiner.press("return", Keys.ENTER)
    status = examiner.browser.find_element(By.CSS_SELECTOR, "[role=status]").text
    return [stopped, back, status]


async def test_a_stop_is_taken_back(
    scripted_browser: Chrome, axe: str, address: str, scene: Scene
) -> None:
    examiner = Examiner(scripted_browser, axe)
    url = address + scene.path(Side.SEEKER)
    shown = await asyncio.to_thread(stop_and_come_back, examiner, url)
    # A browser tells no-break spaces as spaces.
    done = words(Language.FR)["return"]["done"].replace("\u00a0", " ")
    assert shown == [told("STOPPED"), told("NO_LONGER_AVAILABLE"), done]
    assert not (await Parties(scene.graph).get(scene.pair.seeker.id)).is_opted_out


def choose_and_leave(examiner: Examiner, url: str, email: str) -> str:
    examiner.open(url)
    tab_to(examiner.browser, "frequency-EACH").send_keys(Keys.ARROW_DOWN)
    tab_to(examiner.browser, "time_zone").send_keys("Guade")
    save = tab_to(examiner.browser, "save")
    save.send_keys(Keys.ENTER)
    wait = WebDriverWait(examiner.browser, 10, ignored_exceptions=[NoSuchElementException])
    status = wait.until(lambda browser: browser.find_element(By.CSS_SELECTOR, "[role=status]").text)
    assert status == words(Language.FR)["preferences"]["saved"]
    zone = examiner.browser.find_element(By.CSS_SELECTOR, "#time_zone option:checked")
    assert zone.get_attribute("value") == "America/Guadeloupe"
    examiner.examine()
    examiner.open(f"{url}/data")
    return examiner.press("address", email, Keys.ENTER)


async def test_preferences_are_chosen_and_all_data_deleted(
    scripted_browser: Chrome, axe: str, address: str, scene: Scene
) -> None:
    examiner = Examiner(scripted_browser, axe)
    giver = scene.pair.giver
    link = PersonLink(scene.graph.tenant_id or "", "mail", giver.id)
    url = f"{address}/p/{scene.context.links.sign_person(link)}"
    shown = await asyncio.to_thread(choose_and_leave, examiner, url, str(giver.email))
    assert shown == words(Language.FR)["own_data"]["erased"]["title"]
    assert await People(scene.graph).count_traces([giver.id, str(giver.email)]) == 0


def say_how_it_goes(examiner: Examiner, url: str) -> list[str]:
    shown = [examiner.open(f"{url}?answer=NEEDS_HELP"), examiner.press("send", Keys.ENTER)]
    examiner.open(url)
    tab_to(examiner.browser, "progress-NEEDS_HELP").send_keys(Keys.ARROW_DOWN)
    return [*shown, examiner.press("send", Keys.ENTER)]


async def test_a_side_says_how_it_goes_and_changes_it(
    scripted_browser: Chrome, axe: str, address: str, scene: Scene
) -> None:
    examiner = Examiner(scripted_browser, axe)
    path = following.path_of(scene, await following.question(scene))
    shown = await asyncio.to_thread(say_how_it_goes, examiner, address + path)
    told = words(Language.FR)["follow_up"]["told"]
    titles = [told[said]["title"].replace("\u00a0", " ") for said in ("NEEDS_HELP", "OVER")]
    assert shown[1:] == titles
    assert scene.pair.seeker.name in shown[0]
    assert (await following.engagement(scene)).giver_day_90 is Progress.OVER


def find_a_time(examiner: Examiner, url: str) -> list[str]:
    """What a picker does with keys is the browser's: its fields are filled by script."""
    first = examiner.open(url)
    for number in (1, 2, 3):
        slot = tab_to(examiner.browser, f"slot-{number}")
        set_to = f"arguments[0].value = '{meeting.soon(number).strftime(meeting.TYPED)}'"
        examiner.browser.execute_script(set_to, slot)
    return [first, examiner.press("propose", Keys.ENTER)]


def choose_a_time(examiner: Examiner, url: str) -> list[str]:
    offered = examiner.open(url)
    tab_to(examiner.browser, "chosen-1").send_keys(Keys.SPACE)
    return [offered, examiner.press("choose", Keys.ENTER)]


async def test_a_time_is_proposed_and_chosen(
    scripted_browser: Chrome, axe: str, address: str, scene: Scene
) -> None:
    examiner = Examiner(scripted_browser, axe)
    await introduced(scene)
    giver, seeker = (address + meeting.path_of(scene, side) for side in (Side.GIVER, Side.SEEKER))
    shown = await asyncio.to_thread(find_a_time, examiner, giver)
    shown += await asyncio.to_thread(choose_a_time, examiner, seeker)
    titles = words(Language.FR)["meeting"]["title"]
    others = (scene.pair.seeker.name,) * 2 + (scene.pair.giver.name,) * 2
    stands = ("open", "waiting", "offered", "agreed")
    assert shown == [
        titles[stand].format(other=other).replace("\u00a0", " ")
        for stand, other in zip(stands, others, strict=True)
    ]
    assert (await meeting.engagement(scene)).meeting_at == meeting.soon(1)


async def test_what_is_left_of_the_pages_has_no_grave_fault(
    scripted_browser: Chrome, axe: str, address: str, scene: Scene
) -> None:
    examiner = Examiner(scripted_browser, axe)
    stop = StopLink(scene.graph.tenant_id or "", "mail", scene.pair.seeker.id)
    for path in (
        f"/u/{scene.context.links.sign_stop(stop)}?lang=en",
        scene.path(Side.GIVER, Language.EN),
        "/a/nothing",
        "/p/nothing",
        "/f/nothing",
        "/m/nothing",
        "/outbox",
        "/",
    ):
        await asyncio.to_thread(examiner.open, address + path)
