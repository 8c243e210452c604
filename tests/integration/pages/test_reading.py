"""GET and HEAD: what the answer page shows, and that looking changes nothing."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from api.pages.wording import long_date, words
from graph.lifecycle.links import LINK_AGE
from graph.models.vocabulary import DeclineReason, Language, Side
from tests.factories import accept, at
from tests.integration.pages.conftest import MakeScene
from tests.integration.pages.scene import (
    GIVER_REASON,
    PLACE_REASON,
    REASON,
    RESERVATION,
    Scene,
    app_of,
    client_of,
)

HEADERS = {
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
    "x-robots-tag": "noindex",
    "x-content-type-options": "nosniff",
    "content-type": "text/html; charset=utf-8",
}


async def test_looking_a_hundred_times_changes_nothing(scene: Scene) -> None:
    before = await scene.everything()
    for side in Side:
        for _ in range(50):
            assert (await scene.client.get(scene.path(side))).status_code == 200
            assert (await scene.client.head(scene.path(side))).status_code == 200
    assert len(before) > 5
    assert await scene.everything() == before
    assert scene.context.queue.hints == []


async def test_a_link_that_was_looked_at_can_still_be_answered(scene: Scene) -> None:
    for _ in range(3):
        await scene.client.get(scene.path(Side.SEEKER))
    response = await scene.send(scene.path(Side.SEEKER), answer="ACCEPT")
    assert response.status_code == 303


@pytest.mark.parametrize("language", list(Language))
async def test_the_seeker_sees_who_what_why_and_until_when(
    scene: Scene, language: Language
) -> None:
    page = await scene.open(scene.path(Side.SEEKER, language))
    shown = page.one("main").text
    assert page.one("html").attributes["lang"] == language
    assert "Hélène Marchetti" in page.one("h1").text
    for text in (
        scene.pair.offer.title,
        scene.pair.offer.text,
        scene.pair.need.title,
        "Bourges (Cher)",
        "Vingt ans de méthodes",
        str(REASON[language]),
        str(PLACE_REASON[language]),
        str(RESERVATION[language]),
    ):
        assert text in shown
    last = (datetime.now(UTC) + LINK_AGE - timedelta(days=1)).date()
    assert long_date(last, language) in shown


@pytest.mark.parametrize("language", list(Language))
async def test_the_giver_sees_the_need_and_that_the_seeker_said_yes(
    scene: Scene, language: Language
) -> None:
    await accept(scene.graph, scene.pair.match.id, Side.SEEKER)
    page = await scene.open(scene.path(Side.GIVER, language))
    shown = page.one("main").text
    assert "Ateliers Vauban" in page.one("h1").text
    assert scene.pair.need.title in shown
    assert str(GIVER_REASON[language]) in shown
    expected = words(language)["answer"]["yes_second"].format(other="Ateliers Vauban")
    assert expected in shown
    # What speaks against a match is worded for the seeker alone.
    assert str(RESERVATION[language]) not in shown


async def test_no_page_reveals_how_to_reach_the_other(scene: Scene) -> None:
    hidden = [
        scene.pair.giver.email,
        scene.pair.seeker.email,
        "helene@mentor.example",
        "06 12 34 56 78",
    ]
    for side in Side:
        response = await scene.client.get(scene.path(side))
        assert not [text for text in hidden if text and text in response.text]
    seeker_page = await scene.client.get(scene.path(Side.SEEKER))
    assert words(Language.FR)["contacts_withheld"] in seeker_page.text


async def test_the_page_speaks_the_language_of_its_reader(make_scene: MakeScene) -> None:
    scene = await make_scene(language=Language.EN)
    page = await scene.open(scene.path(Side.SEEKER))
    assert page.one("html").attributes["lang"] == "en"
    links = {
        e.attributes["hreflang"]: e.attributes["href"]
        for e in page.all("a")
        if "hreflang" in e.attributes
    }
    assert links == {"fr": "?lang=fr"}


async def test_every_way_to_answer_is_on_the_page(scene: Scene) -> None:
    page = await scene.open(scene.path(Side.SEEKER))
    assert {e.attributes["value"] for e in page.all("button", name="answer")} == {
        "ACCEPT",
        "DECLINE",
        "PAUSE",
        "EXCLUDE",
        "STOP",
    }
    choices = {e.attributes["value"] for e in page.all("input", name="reason")}
    # "Not this company" has a form of its own, which says what it leads to.
    assert choices == set(DeclineReason) - {DeclineReason.NOT_THIS_COMPANY}
    assert len(page.all("input", name="nonce")) == len(page.all("form")) == 5
    for form in page.all("form"):
        assert form.attributes == {"method": "post"}


async def test_pages_are_private_and_inert(scene: Scene) -> None:
    response = await scene.client.get(scene.path(Side.SEEKER))
    assert HEADERS.items() <= dict(response.headers).items()
    policy = response.headers["content-security-policy"].split("; ")
    assert {
        "default-src 'none'",
        "style-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    } <= set(policy)
    assert "unsafe" not in response.headers["content-security-policy"]
    assert not re.search(r"""(?:src|href|action)=["'](?:https?:)?//""", response.text)


async def test_the_style_sheet_is_served_from_here(scene: Scene) -> None:
    page = await scene.open(scene.path(Side.SEEKER))
    address = page.one("link", rel="stylesheet").attributes["href"] or ""
    response = await scene.client.get(address)
    assert response.headers["content-type"].startswith("text/css")
    assert "--ink" in response.text


async def test_hostile_names_are_only_text(make_scene: MakeScene) -> None:
    attack = "\"><script>alert(1)</script>{{7*7}}{w}<img src=x onerror=y>'&amp;"
    scene = await make_scene(
        seeker=attack, giver=attack, need=attack, offer=attack, text=attack, about=attack * 40
    )
    for side in Side:
        await accept(scene.graph, scene.pair.match.id, Side.SEEKER)
        page = await scene.open(scene.path(side))
        assert page.all("img") == []
        assert attack in page.one("main").text


async def test_marks_that_reorder_what_is_read_are_not_shown(make_scene: MakeScene) -> None:
    scene = await make_scene(giver="Hélène\u202e Marchetti\u2066", offer="Aide\u202b ici")
    response = await scene.client.get(scene.path(Side.SEEKER))
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", response.text)
    assert "Hélène Marchetti" in response.text


async def test_a_long_text_is_cut_and_can_be_read_on(make_scene: MakeScene) -> None:
    text = " ".join(f"mot{number}" for number in range(400))
    scene = await make_scene(text=text)
    page = await scene.open(scene.path(Side.SEEKER))
    details = page.one("details", **{"class": "more"})
    assert "mot399" in details.text
    assert "mot0 " not in details.text


async def test_a_proposal_past_its_time_names_no_date(scene: Scene) -> None:
    late = at(scene.graph, datetime.now(UTC) + LINK_AGE + timedelta(days=1))
    context = scene.context.__class__(late, outbox_dir=None)
    async with client_of(app_of(context)) as client:
        response = await client.get(scene.path(Side.SEEKER))
    assert response.status_code == 200
    assert words(Language.FR)["answer"]["if_silent"] not in response.text
