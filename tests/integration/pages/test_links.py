"""Links that cannot be used: each says what to do, and none tells what exists."""

import time
from datetime import timedelta

import httpx
import pytest

from api.pages.wording import words
from graph.connection import open_graph
from graph.ids import new_id
from graph.lifecycle.links import FORM_AGE, LINK_AGE, LinkSigner
from graph.models.vocabulary import Language, Side
from tests.factories import graph_settings
from tests.integration.pages.conftest import MakeScene
from tests.integration.pages.detour import detour
from tests.integration.pages.scene import SECRET, Scene, Served, app_of, client_of, sound
from tests.servers import GraphServer


def signed_before(age: timedelta) -> LinkSigner:
    """Signs what was signed a minute more than this long ago."""
    then = time.time() - age.total_seconds() - 60
    return LinkSigner(SECRET, lambda: then)


def told(response: httpx.Response) -> str | None:
    (notice,) = [e for e in sound(response).elements if "data-notice" in e.attributes]
    return notice.attributes["data-notice"]


async def test_an_old_link_is_gone(scene: Scene) -> None:
    path = f"/a/{signed_before(LINK_AGE).sign(scene.link(Side.SEEKER))}"
    before = await scene.everything()
    for response in (
        await scene.client.get(path),
        await scene.client.post(path, data={"answer": "ACCEPT", "nonce": scene.nonce(Side.SEEKER)}),
    ):
        assert response.status_code == 410
        assert told(response) == "link_expired"
    assert await scene.everything() == before


async def test_altered_foreign_and_empty_links_look_the_same(scene: Scene) -> None:
    token = scene.path(Side.SEEKER).removeprefix("/a/")
    links, link = scene.context.links, scene.link(Side.SEEKER)
    tokens = {
        # Not the last character: two of its six bits say nothing.
        "altered": token[:-2] + ("A" if token[-2] != "A" else "B") + token[-1],
        "cut": token[:-5],
        "nonsense": "été.x.y",
        "another secret": LinkSigner("another secret of the tests").sign(link),
        "another purpose": links.sign(link, "answer-form"),
    }
    shown = set()
    for name, altered in tokens.items():
        response = await scene.client.get(f"/a/{altered}")
        assert response.status_code == 404, name
        assert told(response) == "link_unknown"
        shown.add((response.text, tuple(sorted(response.headers.items()))))
    assert len(shown) == 1


async def test_a_match_of_another_tenant_is_unknown(scene: Scene, make_scene: MakeScene) -> None:
    other = await make_scene()
    shown = set()
    for changes in (
        {"match_id": other.pair.match.id},
        {"match_id": new_id()},
        {"tenant_id": new_id()},
        {"tenant_id": other.graph.tenant_id or ""},
    ):
        link = scene.link(Side.SEEKER, **changes)
        response = await scene.client.get(f"/a/{scene.context.links.sign(link)}")
        assert response.status_code == 410
        assert told(response) == "match_gone"
        shown.add(response.text)
    assert len(shown) == 1


@pytest.mark.parametrize("language", list(Language))
async def test_notices_speak_the_language_of_the_browser(scene: Scene, language: Language) -> None:
    response = await scene.client.get("/a/x", headers={"accept-language": f"{language}, de;q=0.5"})
    page = sound(response)
    assert page.one("html").attributes["lang"] == language
    assert page.one("h1").text == words(language)["notice"]["link_unknown"]["title"]


async def test_without_neo4j_the_page_asks_for_patience(
    scene: Scene, current_graph: GraphServer
) -> None:
    async with detour(current_graph.uri) as (uri, cut):
        settings = graph_settings(current_graph, uri=uri, connect_timeout_s=0.5)
        async with open_graph(settings) as graph, client_of(app_of(Served(graph))) as client:
            cut()
            started = time.monotonic()
            response = await client.get(scene.path(Side.SEEKER))
    assert time.monotonic() - started < 3
    assert response.status_code == 503
    assert response.headers["retry-after"] == "3"
    assert told(response) == "unavailable"


async def test_a_post_without_the_page_does_nothing(scene: Scene, make_scene: MakeScene) -> None:
    other = await make_scene()
    stale = signed_before(FORM_AGE).sign(scene.link(Side.SEEKER), "answer-form")
    path, before = scene.path(Side.SEEKER), await scene.everything()
    for nonce in (
        "",
        "nonsense",
        path.removeprefix("/a/"),
        scene.nonce(Side.GIVER),
        other.nonce(Side.SEEKER),
        scene.context.links.sign(scene.link(Side.SEEKER, mail_id="another"), "answer-form"),
        LinkSigner("another secret of the tests").sign(scene.link(Side.SEEKER), "answer-form"),
        stale,
    ):
        response = await scene.client.post(path, data={"answer": "ACCEPT", "nonce": nonce})
        assert response.status_code == 403
        page = sound(response)
        assert words(Language.FR)["problem"]["form_stale"] in page.one("div", role="alert").text
    assert await scene.everything() == before
    assert scene.context.queue.hints == []


async def test_what_was_typed_on_a_page_left_open_is_kept_and_can_be_sent(scene: Scene) -> None:
    path = scene.path(Side.SEEKER)
    fields = {"answer": "DECLINE", "reason": "BUDGET", "text": "Trop cher pour nous"}
    page = sound(await scene.client.post(path, data=fields))
    assert page.value("text") == "Trop cher pour nous"
    assert page.one("input", value="BUDGET").attributes.keys() >= {"checked"}
    response = await scene.client.post(path, data=fields | {"nonce": page.value("nonce")})
    assert response.status_code == 303
