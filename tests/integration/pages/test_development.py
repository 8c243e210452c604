"""The pages of a developer's machine: its outbox, and nothing of them elsewhere."""

import mailbox
from collections.abc import AsyncIterator
from email.message import EmailMessage
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from api.pages.wording import words
from graph.models.vocabulary import Language
from tests.integration.pages.scene import Served, app_of, client_of, sound

PATHS = ["/", "/outbox", "/outbox/x", "/outbox/x/html"]


@pytest.fixture
def app(context: Served) -> Starlette:
    return app_of(context, is_development=True)


@pytest.fixture
async def client(app: Starlette) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(app) as opened:
        yield opened


def deliver(folder: Path, *, subject: str = "Une proposition", html: str = "") -> str:
    message = EmailMessage()
    message["From"] = "Réseau Centre <no-reply@maillage.example>"
    message["To"] = "Anne <anne@atelier.example>"
    message["Subject"] = subject
    message["Date"] = "Tue, 01 Sep 2026 09:00:00 +0200"
    message.set_content("Pour répondre : http://127.0.0.1:8000/a/abc.def\n")
    if html:
        message.add_alternative(html, subtype="html")
    message["Content-Language"] = "fr"
    return mailbox.Maildir(folder).add(message.as_bytes())


@pytest.mark.parametrize("path", PATHS)
async def test_production_has_none_of_them(context: Served, path: str) -> None:
    async with client_of(app_of(context)) as client:
        assert (await client.get(path)).status_code == 404


@pytest.mark.parametrize("path", PATHS)
async def test_other_machines_see_none_of_them(app: Starlette, context: Served, path: str) -> None:
    assert context.outbox_dir
    key = deliver(context.outbox_dir)
    transport = httpx.ASGITransport(app, client=("192.168.1.20", 50_000))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
        response = await client.get(path.replace("x", key, 1) if path != "/outbox" else path)
    assert response.status_code == 404
    assert "anne@" not in response.text


@pytest.mark.parametrize("path", PATHS)
async def test_a_site_that_points_its_name_here_sees_none_of_them(
    app: Starlette, path: str
) -> None:
    async with client_of(app, base_url="http://rebound.example") as client:
        assert (await client.get(path)).status_code == 404


@pytest.mark.parametrize("language", list(Language))
async def test_the_welcome_leads_to_every_place(
    client: httpx.AsyncClient, language: Language
) -> None:
    page = sound(await client.get("/", params={"lang": language}))
    assert page.one("h1").text == words(language)["welcome"]["title"]
    places = {e.attributes["href"] for e in page.all("a")}
    assert {"/graphql", "/outbox", "/readyz"} <= places


@pytest.mark.parametrize("language", list(Language))
async def test_an_empty_outbox_says_so(client: httpx.AsyncClient, language: Language) -> None:
    page = sound(await client.get("/outbox", params={"lang": language}))
    assert words(language)["outbox"]["empty"] in page.one("main").text


async def test_an_outbox_that_is_not_set_says_how(context: Served) -> None:
    app = app_of(Served(context.graph), is_development=True)
    async with client_of(app) as client:
        page = sound(await client.get("/outbox"))
        assert "MAILLAGE_API_OUTBOX_DIR" in page.one("main").text
        assert (await client.get("/outbox/x")).status_code == 404


async def test_the_list_leads_to_each_mail(client: httpx.AsyncClient, context: Served) -> None:
    assert context.outbox_dir
    deliver(context.outbox_dir, subject="<b>Une & deux</b>")
    page = sound(await client.get("/outbox?lang=fr"))
    row = page.one("tbody").text
    for text in ("<b>Une & deux</b>", "Anne <anne@atelier.example>", "01/09/2026 09:00", "fr"):
        assert text in row
    (address,) = [e.attributes["href"] for e in page.all("a") if "Une" in e.text]
    mail = sound(await client.get(address or ""))
    assert mail.one("h1").text == "<b>Une & deux</b>"
    assert mail.one("a", href="http://127.0.0.1:8000/a/abc.def")
    assert mail.all("iframe") == []


async def test_the_html_of_a_mail_is_shown_in_a_frame_that_can_do_nothing(
    client: httpx.AsyncClient, context: Served
) -> None:
    assert context.outbox_dir
    html = "<html><head></head><body><script>alert(1)</script><p>Oui ?</p></body></html>"
    key = deliver(context.outbox_dir, html=html)
    viewer = await client.get(f"/outbox/{key}")
    frame = sound(viewer).one("iframe")
    assert "frame-src 'self'" in viewer.headers["content-security-policy"]
    sandbox = (frame.attributes["sandbox"] or "").split()
    assert set(sandbox) == {"allow-popups", "allow-top-navigation-by-user-activation"}
    response = await client.get(frame.attributes["src"] or "")
    assert '<head><base target="_top"></head>' in response.text
    policy = response.headers["content-security-policy"]
    assert policy.startswith("default-src 'none';")
    assert "sandbox allow-popups allow-top-navigation-by-user-activation" in policy
    assert "script" not in policy


async def test_a_mail_that_is_not_there_says_so(client: httpx.AsyncClient, context: Served) -> None:
    assert context.outbox_dir
    deliver(context.outbox_dir)
    for path in ("/outbox/x", "/outbox/x/html", "/outbox/..%2F..%2Fsecret"):
        response = await client.get(path)
        assert response.status_code == 404
