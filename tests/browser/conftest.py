"""A real browser before real pages, over a real Neo4j."""

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import pytest
import uvicorn
from selenium.webdriver import Chrome, ChromeOptions, ChromeService
from starlette.applications import Starlette

from graph.connection import Graph, open_graph
from graph.migrate import migrate
from tests.factories import graph_settings
from tests.integration.pages.scene import Scene, Served, app_of, new_scene
from tests.servers import GraphServer

BROWSER = Path("/usr/bin/chromium")
DRIVER = Path("/usr/bin/chromedriver")
# Nothing but the pages is fetched, and nothing is kept.
OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--force-color-profile=srgb",
    "--window-size=1280,1000",
)
FORGOTTEN = (
    "Emulation.clearDeviceMetricsOverride",
    "Network.clearBrowserCookies",
    "Network.clearBrowserCache",
)
NO_SCRIPT = {"profile.managed_default_content_settings.javascript": 2}


@pytest.fixture(scope="session")
async def graph(current_graph: GraphServer) -> AsyncIterator[Graph]:
    """The migrated graph."""
    async with open_graph(graph_settings(current_graph)) as opened:
        await migrate(opened)
        yield opened


@pytest.fixture(scope="module")
def plain_browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """Chromium with scripts switched off, for all tests of a file."""
    with _chromium(tmp_path_factory.mktemp("chromium"), NO_SCRIPT) as driver:
        yield driver


@pytest.fixture
def browser(plain_browser: Chrome) -> Iterator[Chrome]:
    """The same, as if it were new: with nothing of the test before."""
    yield plain_browser
    plain_browser.get("about:blank")
    plain_browser.get_log("browser")  # type: ignore[no-untyped-call]  # selenium's stub lacks it
    for forgotten in FORGOTTEN:
        plain_browser.execute_cdp_cmd(forgotten, {})


@pytest.fixture(scope="module")
def scripted_browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """Chromium in which a test may run scripts; the pages have none."""
    with _chromium(tmp_path_factory.mktemp("chromium"), {}) as driver:
        yield driver


@contextmanager
def _chromium(folder: Path, preferences: dict[str, int]) -> Iterator[Chrome]:
    if not (BROWSER.exists() and DRIVER.exists()):
        message = "No page was opened in a browser: install chromium and chromium-driver."
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    options = ChromeOptions()
    options.binary_location = str(BROWSER)
    for option in (*OPTIONS, f"--user-data-dir={folder / 'profile'}"):
        options.add_argument(option)
    options.add_experimental_option("prefs", preferences)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SE_OFFLINE", "true")
        driver = Chrome(options, ChromeService(str(DRIVER)))
    driver.set_page_load_timeout(20)
    try:
        yield driver
    finally:
        driver.quit()


@asynccontextmanager
async def _serving(app: Starlette) -> AsyncIterator[str]:
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off", ws="none"))
    serving = asyncio.create_task(server.serve([listener]))
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        await serving
        listener.close()


@pytest.fixture
async def context(graph: Graph, tmp_path: Path) -> Served:
    """What the pages are served with."""
    return Served(graph, outbox_dir=tmp_path / "outbox")


@pytest.fixture
async def address(context: Served) -> AsyncIterator[str]:
    """Where the pages of a developer's machine are served."""
    async with _serving(app_of(context, is_development=True)) as served:
        yield served


@pytest.fixture
async def scene(context: Served) -> AsyncIterator[Scene]:
    """A French seeker who is asked about a mentor."""
    made = await new_scene(context, app_of(context))
    async with made.client:
        yield made
