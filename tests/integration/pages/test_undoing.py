"""Second thoughts: what can be taken back, what cannot, and what the page then tells to do."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from api.pages.wording import words
from graph.lifecycle.undoing import UNDO_AGE, Undo
from graph.models.vocabulary import Language, Side
from graph.repositories.events import Events
from graph.repositories.needs import Needs
from graph.repositories.parties import Parties
from tests.factories import accept, at, mails, match_now
from tests.integration.pages.markup import Markup
from tests.integration.pages.scene import Scene, app_of, client_of, sound

SOON = (datetime.now(UTC) + timedelta(days=40)).date().isoformat()
ANSWERS = {
    "accept": {"answer": "ACCEPT"},
    "decline": {"answer": "DECLINE", "reason": "TOO_FAR", "text": "Loin"},
    "exclude": {"answer": "EXCLUDE"},
    "sector": {"answer": "DECLINE", "reason": "NOT_THIS_SECTOR"},
    "pause": {"answer": "PAUSE", "pause_until": SOON},
}

# What an answer brings about its party, and what takes that back.
BROUGHT = {
    "exclude": ["party.excluded", "party.unrelated"],
    "sector": ["party.sector_excluded", "party.sector_readmitted"],
    "pause": ["party.paused", "party.resumed"],
}


async def undo(scene: Scene, side: Side = Side.SEEKER) -> httpx.Response:
    form = {"answer": "UNDO", "nonce": scene.nonce(side)}
    return await scene.client.post(scene.path(side), data=form)


def told(page: Markup) -> str | None:
    (section,) = [e for e in page.elements if "data-undo" in e.attributes]
    return section.attributes["data-undo"]


@pytest.mark.parametrize("answer", list(ANSWERS))
async def test_an_answer_is_taken_back_with_all_it_brought(scene: Scene, answer: str) -> None:
    before = await match_now(scene.graph, scene.pair.match.id)
    await scene.graph.run_statement(
        "MATCH (p:Party {id: $id}) SET p.sector = '6201Z'", id=scene.pair.giver.id
    )
    await scene.send(scene.path(Side.SEEKER), **ANSWERS[answer])
    page = await scene.open(scene.path(Side.SEEKER))
    assert told(page) == Undo.POSSIBLE
    assert page.value("answer") == "UNDO"
    response = await undo(scene)
    assert response.status_code == 303
    again = await scene.open(response.headers["location"])
    assert again.one("div", role="status").text.strip() == words(Language.FR)["answer"]["undone"]
    after = await match_now(scene.graph, scene.pair.match.id)
    assert (after.state, after.asked_side, after.seeker_answer) == ("PROPOSED", Side.SEEKER, None)
    assert after.decline_reason == before.decline_reason is None
    seeker = await Parties(scene.graph).get(scene.pair.seeker.id)
    assert seeker.paused_until is None
    assert (await Parties(scene.graph).exclusions()) == {}
    (event,) = (await Events(scene.graph).page(first=5, action="match.undone")).items
    assert (event.actor, event.subject_id) == ("mail:mail-of-the-test", scene.pair.match.id)
    of_seeker = await Events(scene.graph).page(
        first=5, subject_id=scene.pair.seeker.id, is_ascending=True
    )
    assert [event.action for event in of_seeker.items] == BROUGHT.get(answer, [])


async def test_a_yes_that_is_given_again_asks_the_other_once(scene: Scene) -> None:
    for _ in range(2):
        await scene.send(scene.path(Side.SEEKER), answer="ACCEPT")
        assert len(await mails(scene.graph)) == 2
        await undo(scene)
        assert len(await mails(scene.graph)) == 1
    giver_page = await scene.open(scene.path(Side.GIVER))
    assert giver_page.one("h1").text == words(Language.FR)["outcome"]["NOT_ASKED"]["title"]
    await scene.send(scene.path(Side.SEEKER), answer="ACCEPT")
    response = await scene.send(scene.path(Side.GIVER), answer="ACCEPT")
    assert response.status_code == 303
    assert await scene.state() == "ACCEPTED"


async def test_the_giver_takes_back_a_no_and_the_seekers_yes_still_counts(scene: Scene) -> None:
    await accept(scene.graph, scene.pair.match.id, Side.SEEKER)
    await scene.send(scene.path(Side.GIVER), answer="DECLINE", reason="NO_TIME")
    # The seeker's answer is not the newest one.
    assert told(await scene.open(scene.path(Side.SEEKER))) == Undo.OVERTAKEN
    assert (await undo(scene, Side.GIVER)).status_code == 303
    await scene.send(scene.path(Side.GIVER), answer="ACCEPT")
    assert await scene.state() == "ACCEPTED"


@pytest.mark.parametrize("language", list(Language))
async def test_an_engagement_is_not_undone_and_the_page_tells_what_to_do(
    scene: Scene, language: Language
) -> None:
    for side in Side:
        await accept(scene.graph, scene.pair.match.id, side)
    before = await scene.everything()
    for side in Side:
        response = await undo(scene, side)
        assert response.status_code == 409
        assert told(sound(response)) == Undo.ENGAGED
    page = await scene.open(scene.path(Side.SEEKER, language))
    sentence = words(language)["undo"]["ENGAGED"]
    names = {"other": scene.pair.giver.name, "tenant": "Réseau d’essai"}
    assert sentence.format(**names) in page.one("main").text
    assert page.all("form") == []
    assert await scene.everything() == before


async def test_after_three_days_an_answer_stays(scene: Scene) -> None:
    await scene.send(scene.path(Side.SEEKER), **ANSWERS["decline"])
    before = await scene.everything()
    late = replace(scene.context, graph=at(scene.graph, datetime.now(UTC) + UNDO_AGE))
    async with client_of(app_of(late)) as client:
        form = {"answer": "UNDO", "nonce": scene.nonce(Side.SEEKER)}
        response = await client.post(scene.path(Side.SEEKER), data=form)
    assert response.status_code == 409
    assert told(sound(response)) == Undo.TOO_LATE
    assert await scene.everything() == before


async def test_what_was_overtaken_is_not_undone(scene: Scene) -> None:
    await scene.send(scene.path(Side.SEEKER), **ANSWERS["decline"])
    await Needs(scene.graph).close(scene.pair.need.id, actor="test")
    before = await scene.everything()
    response = await undo(scene)
    assert response.status_code == 409
    assert told(sound(response)) == Undo.OVERTAKEN
    assert await scene.everything() == before


async def test_nothing_is_undone_where_nothing_was_answered(scene: Scene) -> None:
    before = await scene.everything()
    assert (await undo(scene)).status_code == 409
    assert await scene.everything() == before


async def test_ten_second_thoughts_at_once_are_one(scene: Scene) -> None:
    await scene.send(scene.path(Side.SEEKER), answer="ACCEPT")
    answers = await asyncio.gather(*(undo(scene) for _ in range(10)))
    assert sorted(answer.status_code for answer in answers) == [303] + [409] * 9
    events = await Events(scene.graph).page(first=20, action="match.undone")
    assert len(events.items) == 1


async def test_two_devices_at_once_the_first_counts_and_the_second_may_change_it(
    scene: Scene,
) -> None:
    path, nonce = scene.path(Side.SEEKER), scene.nonce(Side.SEEKER)
    forms = [ANSWERS["accept"], ANSWERS["decline"]]
    answers = await asyncio.gather(
        *(scene.client.post(path, data=form | {"nonce": nonce}) for form in forms)
    )
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    (second,) = [sound(answer) for answer in answers if answer.status_code == 409]
    assert second.one("div", role="alert").text.strip() == words(Language.FR)["outcome"]["repeated"]
    assert told(second) == Undo.POSSIBLE
