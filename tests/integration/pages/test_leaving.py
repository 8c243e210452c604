"""Ways out that hold for more than one proposal: never with this company, and stop."""

import pytest

from api.pages.wording import words
from graph.models.vocabulary import DeclineReason, Language, Side
from graph.repositories.events import Events
from graph.repositories.needs import Needs
from graph.repositories.offers import Offers
from graph.repositories.parties import Parties
from tests.factories import accept, match_now
from tests.integration.pages.scene import Scene, sound


async def test_never_with_this_company_bars_both_from_each_other(scene: Scene) -> None:
    await scene.send(scene.path(Side.SEEKER), answer="EXCLUDE")
    match = await match_now(scene.graph, scene.pair.match.id)
    assert (match.state, match.decline_reason) == ("DECLINED", DeclineReason.NOT_THIS_COMPANY)
    exclusions = await Parties(scene.graph).exclusions()
    assert exclusions == {scene.pair.seeker.id: frozenset({scene.pair.giver.id})}


@pytest.mark.parametrize("language", list(Language))
async def test_a_stop_ends_everything_and_the_page_says_so(
    scene: Scene, language: Language
) -> None:
    await accept(scene.graph, scene.pair.match.id, Side.SEEKER)
    path = scene.path(Side.GIVER, language)
    response = await scene.send(path, answer="STOP")
    assert response.status_code == 303
    page = await scene.open(response.headers["location"])
    assert page.one("h1").text == words(language)["outcome"]["STOPPED"]["title"]
    giver = await Parties(scene.graph).get(scene.pair.giver.id)
    offers = await Offers(scene.graph).get_many([scene.pair.offer.id])
    needs = await Needs(scene.graph).get_many([scene.pair.need.id])
    assert (giver.is_opted_out, offers[scene.pair.offer.id].status) == (True, "CLOSED")
    assert (needs[scene.pair.need.id].status, await scene.state()) == ("OPEN", "WITHDRAWN")
    (event,) = (await Events(scene.graph).page(first=5, action="party.withdrawn")).items
    assert (event.actor, event.subject_id) == ("mail:mail-of-the-test", scene.pair.giver.id)
    # The other is told that this is over, not who ended it.
    other = await scene.open(scene.path(Side.SEEKER, language))
    title = words(language)["outcome"]["NO_LONGER_AVAILABLE"]["title"]
    assert other.one("h1").text == title


async def test_a_stop_keeps_what_both_agreed_to(scene: Scene) -> None:
    for side in Side:
        await accept(scene.graph, scene.pair.match.id, side)
    await scene.client.post(
        scene.path(Side.GIVER), data={"answer": "STOP", "nonce": scene.nonce(Side.GIVER)}
    )
    page = await scene.open(scene.path(Side.GIVER))
    assert page.one("h1").text == words(Language.FR)["outcome"]["ENGAGED"]["title"]


@pytest.mark.parametrize("erased", ["Party", "Offer", "Match"])
async def test_who_was_erased_between_send_and_click_leaves_a_page_that_says_so(
    scene: Scene, erased: str
) -> None:
    ids = {"Party": scene.pair.giver.id, "Offer": scene.pair.offer.id, "Match": scene.pair.match.id}
    await scene.graph.run_statement("MATCH (n {id: $id}) DETACH DELETE n", id=ids[erased])
    form = {"answer": "ACCEPT", "nonce": scene.nonce(Side.SEEKER)}
    for response in (
        await scene.client.get(scene.path(Side.SEEKER)),
        await scene.client.post(scene.path(Side.SEEKER), data=form),
    ):
        assert response.status_code == 410
        page = sound(response)
        assert page.one("h1").text == words(Language.FR)["notice"]["match_gone"]["title"]
        assert scene.pair.giver.name not in page.source
