"""Ways out that hold for more than one proposal: never with this company, and stop."""

from dataclasses import astuple, replace
from datetime import UTC, datetime

import pytest

from api.pages.wording import words
from graph.lifecycle.links import PersonLink, StopLink
from graph.lifecycle.relating import withdraw_party
from graph.lifecycle.undoing import UNDO_AGE
from graph.models.vocabulary import DeclineReason, Language, MailKind, Side, StoppedBy
from graph.repositories.events import Events
from graph.repositories.matches import Matches
from graph.repositories.needs import Needs
from graph.repositories.offers import Offers
from graph.repositories.parties import Parties
from tests.factories import a_need, accept, at, mails, match_now
from tests.integration.pages.scene import Scene, app_of, client_of, sound


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


@pytest.mark.parametrize("side", list(Side))
async def test_who_stopped_by_mistake_comes_back_with_all_that_was_open(
    scene: Scene, side: Side
) -> None:
    if side is Side.GIVER:
        await accept(scene.graph, scene.pair.match.id, Side.SEEKER)
    party = scene.pair.seeker if side is Side.SEEKER else scene.pair.giver
    path = scene.path(side)
    await scene.send(path, answer="STOP")
    # A second stop, from elsewhere, leaves the first one in place.
    await withdraw_party(scene.graph, party.id, stopped_by=StoppedBy.ITSELF, actor="test")
    kinds = [mail.kind for mail in await mails(scene.graph) if mail.recipient_id == party.id]
    assert kinds.count(MailKind.STOPPED) == 1
    response = await scene.send(path, answer="RETURN")
    assert response.status_code == 303
    page = await scene.open(response.headers["location"])
    assert page.one("div", role="status").text.strip() == words(Language.FR)["return"]["done"]
    back = await Parties(scene.graph).get(party.id)
    assert (back.is_opted_out, back.withdrawn_at) == (False, None)
    need = (await Needs(scene.graph).get_many([scene.pair.need.id]))[scene.pair.need.id]
    offer = (await Offers(scene.graph).get_many([scene.pair.offer.id]))[scene.pair.offer.id]
    assert (need.status, offer.status) == ("OPEN", "OPEN")
    assert await scene.state() == "WITHDRAWN"
    assert need.id in await Matches(scene.graph).waiting_needs(10)
    (event,) = (await Events(scene.graph).page(first=5, action="party.returned")).items
    assert (event.actor, event.subject_id) == ("mail:mail-of-the-test", party.id)
    own = scene.pair.need.id if side is Side.SEEKER else scene.pair.offer.id
    noted = {e.action for e in (await Events(scene.graph).page(first=9, subject_id=own)).items}
    kind = "need" if side is Side.SEEKER else "offer"
    assert {f"{kind}.closed", f"{kind}.reopened"} <= noted
    # There is nothing more to take back.
    before = await scene.everything()
    form = {"answer": "RETURN", "nonce": scene.nonce(side)}
    assert (await scene.client.post(path, data=form)).status_code == 409
    assert await scene.everything() == before


async def test_what_was_closed_before_the_stop_stays_closed(scene: Scene) -> None:
    other = await Needs(scene.graph).save(scene.pair.seeker.id, a_need())
    await Needs(scene.graph).close(other.id, actor="test")
    await scene.send(scene.path(Side.SEEKER), answer="STOP")
    await scene.send(scene.path(Side.SEEKER), answer="RETURN")
    needs = await Needs(scene.graph).get_many([other.id, scene.pair.need.id])
    assert {key: need.status for key, need in needs.items()} == {
        other.id: "CLOSED",
        scene.pair.need.id: "OPEN",
    }


async def test_after_three_days_only_the_team_can_bring_back(scene: Scene) -> None:
    await scene.send(scene.path(Side.SEEKER), answer="STOP")
    before = await scene.everything()
    late = replace(scene.context, graph=at(scene.graph, datetime.now(UTC) + UNDO_AGE))
    async with client_of(app_of(late)) as client:
        path, form = scene.path(Side.SEEKER), {"nonce": scene.nonce(Side.SEEKER)}
        assert "data-return" not in (await client.get(path)).text
        response = await client.post(path, data=form | {"answer": "RETURN"})
    assert response.status_code == 409
    title = words(Language.FR)["outcome"]["STOPPED"]["title"]
    assert sound(response).one("h1").text == title
    assert await scene.everything() == before


@pytest.mark.parametrize("language", list(Language))
async def test_whom_staff_took_out_reads_so_and_comes_back_by_no_link(
    scene: Scene, language: Language
) -> None:
    graph, seeker = scene.graph, scene.pair.seeker
    await graph.run_statement(
        "MATCH (t:Tenant {id: $id}) SET t.reply_to = 'team@essai.example'", id=graph.tenant_id
    )
    # Who had stopped before cannot undo what staff did then.
    for stopped_by in (StoppedBy.ITSELF, StoppedBy.STAFF, StoppedBy.ITSELF):
        await withdraw_party(graph, seeker.id, stopped_by=stopped_by, actor="test")
    before = await scene.everything()
    own = PersonLink(graph.tenant_id or "", "mail-of-the-test", seeker.id)
    signed, nonce = scene.context.links.sign_person, scene.nonce(Side.SEEKER)
    pages = {
        scene.path(Side.SEEKER): {"answer": "RETURN", "nonce": nonce},
        f"/p/{signed(own)}": {"do": "RETURN", "nonce": signed(own, "preferences-form")},
        f"/u/{scene.context.links.sign_stop(StopLink(*astuple(own)))}": {
            "do": "RETURN",
            "nonce": signed(own, "return-form"),
        },
    }
    told = words(language)["outcome"]["TAKEN_OUT"]["title"]
    for path, form in pages.items():
        for response in (
            await scene.client.get(f"{path}?lang={language}"),
            await scene.client.post(f"{path}?lang={language}", data=form),
        ):
            assert told in sound(response).source
            assert "mailto:team%40essai.example" in response.text
            assert "data-return" not in response.text
        assert response.status_code == 409
    assert await scene.everything() == before


@pytest.mark.parametrize("has_stopped", [False, True])
async def test_whoever_complained_is_not_brought_back_by_a_link(
    scene: Scene, *, has_stopped: bool
) -> None:
    if has_stopped:
        await withdraw_party(
            scene.graph, scene.pair.seeker.id, stopped_by=StoppedBy.ITSELF, actor="test"
        )
    assert len(await scene.graph.write("opt_out_party", id=scene.pair.seeker.id)) == 1
    assert await scene.graph.write("opt_out_party", id=scene.pair.seeker.id) == []
    before = await scene.everything()
    form = {"answer": "RETURN", "nonce": scene.nonce(Side.SEEKER)}
    assert (await scene.client.post(scene.path(Side.SEEKER), data=form)).status_code == 409
    assert await scene.everything() == before


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
