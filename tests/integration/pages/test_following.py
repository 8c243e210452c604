"""The page where a side says how it goes: three answers, a few words, and nothing before the form."""

import time
from datetime import timedelta

import pytest

from api.pages.wording import words
from graph.ids import new_id
from graph.lifecycle.inquiring import ask_how_it_goes
from graph.lifecycle.links import LINK_AGE, LinkSigner
from graph.models.entities import Engagement
from graph.models.vocabulary import EngagementState, Language, MailKind, Progress, Side
from graph.repositories.engagements import Engagements
from graph.repositories.events import Events
from graph.repositories.parties import Parties
from graph.repositories.people import People
from tests.factories import mails
from tests.integration.pages.scene import SECRET, Scene, introduced, sound
from tests.integration.pages.test_unsubscribing import ONE_CLICK
from tests.integration.pages.test_unsubscribing import path_of as stop_path

FR = words(Language.FR)


async def question(scene: Scene) -> str:
    """The id of the mail that asks the giver, after three months."""
    assert await ask_how_it_goes(scene.graph, await introduced(scene), 90)
    found = await mails(scene.graph)
    return next(m.id for m in found if m.kind is MailKind.FOLLOW_UP and m.side is Side.GIVER)


def path_of(scene: Scene, mail_id: str, *, signer: LinkSigner | None = None, **more: str) -> str:
    link = scene.link(Side.GIVER, mail_id=mail_id, **more)
    return f"/f/{(signer or scene.context.links).sign(link, 'follow-up')}"


async def engagement(scene: Scene) -> Engagement:
    found = await Engagements(scene.graph).by_matches([scene.pair.match.id])
    return found[scene.pair.match.id]


async def test_looking_changes_nothing_and_begins_with_the_answer_of_the_link(
    scene: Scene,
) -> None:
    path, before = path_of(scene, await question(scene)), await scene.everything()
    for answer in Progress:
        page = await scene.open(f"{path}?answer={answer}")
        (chosen,) = [e for e in page.all("input") if "checked" in e.attributes]
        assert chosen.attributes["value"] == answer
        assert (await scene.client.head(f"{path}?answer={answer}")).status_code == 200
    page = await scene.open(f"{path}?answer=PERHAPS")
    assert [e for e in page.all("input") if "checked" in e.attributes] == []
    assert scene.pair.seeker.name in page.one("h1").text
    assert await scene.everything() == before


@pytest.mark.parametrize("language", list(Language))
async def test_an_answer_is_kept_told_and_can_be_changed(scene: Scene, language: Language) -> None:
    mail_id = await question(scene)
    path, told = f"{path_of(scene, mail_id)}?lang={language}", words(language)["follow_up"]["told"]
    for answer, text in (("NEEDS_HELP", "Il ne répond\u202e plus.\n"), ("OVER", "")):
        response = await scene.send(path, answer=answer, text=text)
        assert response.status_code == 303
        page = await scene.open(response.headers["location"])
        assert page.one("h1").text == told[answer]["title"]
        kept = await engagement(scene)
        assert (kept.giver_day_90, kept.giver_day_90_text or "") == (
            answer,
            text.replace("\u202e", "").strip(),
        )
    assert kept.giver_day_30 is kept.seeker_day_90 is None
    page_of_events = await Events(scene.graph).page(action="engagement.followed_up", first=5)
    assert {(e.actor, e.cause) for e in page_of_events.items} == {(f"mail:{mail_id}", "day 90")}
    assert len(page_of_events.items) == 2


@pytest.mark.parametrize(
    ("fields", "field", "code"),
    [
        ({}, "progress", "progress_missing"),
        ({"answer": "ACCEPT"}, "progress", "progress_missing"),
        ({"answer": "OVER", "text": "x" * 1_001}, "text", "text_too_long"),
    ],
)
async def test_what_is_wrong_is_said_and_what_was_typed_stays(
    scene: Scene, fields: dict[str, str], field: str, code: str
) -> None:
    path = path_of(scene, await question(scene))
    before = await scene.everything()
    response = await scene.send(path, **fields)
    assert response.status_code == 422
    page = sound(response)
    assert page.one("p", id=f"{field}-problem").text == FR["problem"][code]
    assert page.value("text") == fields.get("text", "")
    assert await scene.everything() == before


async def test_links_that_cannot_be_used_say_what_to_do(scene: Scene) -> None:
    mail_id = await question(scene)
    then = time.time() - LINK_AGE.total_seconds() - timedelta(minutes=1).total_seconds()
    path = path_of(scene, mail_id)
    told = {
        path_of(scene, mail_id, signer=LinkSigner(SECRET, lambda: then)): (410, "expired"),
        path_of(scene, mail_id, signer=LinkSigner("another secret of tests")): (404, "unknown"),
        path[:-4]: (404, "unknown"),
        scene.path(Side.GIVER).replace("/a/", "/f/"): (404, "unknown"),
        path_of(scene, new_id()): (410, "gone"),
        path_of(scene, mail_id, match_id=new_id()): (410, "gone"),
        path_of(scene, mail_id, tenant_id=new_id()): (410, "gone"),
    }
    for each, (status, code) in told.items():
        response = await scene.client.post(each, data={"answer": "OVER"})
        assert response.status_code == status
        assert sound(response).one("h1").text == FR["notice"][f"follow_up_{code}"]["title"]
    assert (await scene.client.get(path.replace("/f/", "/a/"))).status_code == 404


async def test_a_form_that_is_not_of_the_page_does_nothing(scene: Scene) -> None:
    path = path_of(scene, await question(scene))
    before = await scene.everything()
    other = scene.context.links.sign(scene.link(Side.GIVER), "follow-up-form")
    for nonce in ("", "x", other, scene.nonce(Side.GIVER), path.removeprefix("/f/")):
        response = await scene.client.post(path, data={"answer": "OVER", "nonce": nonce})
        assert response.status_code == 403
        assert FR["problem"]["form_stale"] in sound(response).one("div", role="alert").text
    assert await scene.everything() == before


async def test_what_has_ended_meanwhile_is_said(scene: Scene) -> None:
    path = path_of(scene, await question(scene))
    nonce = (await scene.open(path)).value("nonce")
    ended = await engagement(scene)
    await Engagements(scene.graph).advance(ended.id, EngagementState.COMPLETED, actor="test")
    for response in (
        await scene.client.get(path),
        await scene.client.post(path, data={"answer": "OVER", "nonce": nonce}),
    ):
        assert sound(response).one("h1").text == FR["follow_up"]["ended"]["title"]
    assert response.status_code == 409
    assert (await engagement(scene)).giver_day_90 is None


async def test_one_click_ends_these_mails_and_no_others(scene: Scene) -> None:
    mail_id, giver = await question(scene), scene.pair.giver
    path = stop_path(scene, mail_id=mail_id, party_id=giver.id)
    response = await scene.client.post(path, data=ONE_CLICK)
    assert sound(response).one("h1").text == FR["stop_follow_ups"]["done"]["title"]
    assert not (await People(scene.graph).preferences(giver.id)).wants_follow_ups
    assert not (await Parties(scene.graph).get(giver.id)).is_opted_out
