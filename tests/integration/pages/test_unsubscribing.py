"""The link that ends mails about saved searches: one click, and nothing before it."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from api.pages.wording import words
from graph.connection import Graph
from graph.lifecycle.links import LinkSigner, PersonLink, StopLink
from graph.lifecycle.mails import mail_row
from graph.lifecycle.undoing import UNDO_AGE
from graph.models.inputs import SavedSearchInput
from graph.models.vocabulary import Language, MailKind, Side
from graph.repositories.events import Events
from graph.repositories.parties import Parties
from graph.repositories.people import People
from graph.repositories.saved_searches import SavedSearches
from tests.factories import at, mails
from tests.integration.pages.scene import Scene, app_of, client_of, sound

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


async def save(graph: Graph, party_id: str, phrase: str = "soudure") -> None:
    """A saved search, and a mail that told of it."""
    await SavedSearches(graph).save(party_id, SavedSearchInput(phrase=phrase))
    row = mail_row(
        tenant_id=graph.tenant_id or "",
        kind=MailKind.SEARCH_ALERT,
        recipient_id=party_id,
        match_ids=[],
        cause="test",
        side=None,
        subject="today",
    )
    await graph.write("enqueue_mails", rows=[row | {"id": alert_of(party_id)}])


def alert_of(party_id: str) -> str:
    return f"alert-{party_id}"


def path_of(scene: Scene, **changes: Any) -> str:
    given = {
        "tenant_id": scene.graph.tenant_id or "",
        "mail_id": alert_of(scene.pair.seeker.id),
        "party_id": scene.pair.seeker.id,
    }
    return f"/u/{scene.context.links.sign_stop(StopLink(**(given | changes)))}"


async def active(scene: Scene) -> list[tuple[str, bool]]:
    page = await SavedSearches(scene.graph).page(first=10)
    return sorted((search.phrase, search.is_active) for search in page.items)


async def test_opening_changes_nothing_and_the_button_stops_at_once(scene: Scene) -> None:
    await save(scene.graph, scene.pair.seeker.id, "soudure")
    await save(scene.graph, scene.pair.seeker.id, "peinture")
    await save(scene.graph, scene.pair.giver.id, "vision")
    path, before = path_of(scene), await scene.everything()
    page = await scene.open(path)
    assert (await scene.client.head(path)).status_code == 200
    assert await scene.everything() == before
    fields = {"List-Unsubscribe": page.value("List-Unsubscribe")}
    response = await scene.client.post(path, data=fields)
    assert response.status_code == 200
    assert sound(response).one("h1").text == words(Language.FR)["stop"]["done"]["title"]
    assert await active(scene) == [("peinture", False), ("soudure", False), ("vision", True)]
    (event,) = (await Events(scene.graph).page(action="searches.stopped", first=5)).items
    seeker_id = scene.pair.seeker.id
    assert (event.actor, event.subject_id) == (f"mail:{alert_of(seeker_id)}", seeker_id)
    after = await scene.everything()
    assert (await scene.client.post(path, data=fields)).status_code == 200
    assert await scene.everything() == after


async def test_mail_programs_post_forms_in_parts_too(scene: Scene) -> None:
    await save(scene.graph, scene.pair.seeker.id)
    files = {name: (None, value) for name, value in ONE_CLICK.items()}
    response = await scene.client.post(path_of(scene), files=files)
    assert response.status_code == 200
    assert await active(scene) == [("soudure", False)]


async def test_another_post_stops_nothing(scene: Scene) -> None:
    await save(scene.graph, scene.pair.seeker.id)
    response = await scene.client.post(path_of(scene), data={"answer": "ACCEPT"})
    assert response.status_code == 422
    assert (await scene.client.post(path_of(scene), content=b"x" * 40_000)).status_code == 413
    assert await active(scene) == [("soudure", True)]


async def test_other_links_stop_nothing_and_look_the_same(scene: Scene) -> None:
    await save(scene.graph, scene.pair.seeker.id)
    token = path_of(scene).removeprefix("/u/")
    stranger = LinkSigner("another secret of the tests")
    link = scene.context.links.read_stop(token)
    paths = [
        f"/u/{token[:-5]}",
        "/u/été.x.y",
        f"/u/{stranger.sign_stop(link)}",
        f"/u/{scene.path(Side.SEEKER).removeprefix('/a/')}",
    ]
    answers = [await scene.client.post(path, data=ONE_CLICK) for path in paths]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1
    assert (await scene.client.get(f"/a/{token}")).status_code == 404
    assert await active(scene) == [("soudure", True)]


@pytest.mark.parametrize("language", list(Language))
async def test_the_page_speaks_both_languages(scene: Scene, language: Language) -> None:
    await save(scene.graph, scene.pair.seeker.id)
    page = await scene.open(f"{path_of(scene)}?lang={language}")
    assert page.one("html").attributes["lang"] == language
    assert page.one("button").text == words(language)["stop"]["ask"]["send"]


async def test_the_link_of_a_proposal_ends_everything_at_once(scene: Scene) -> None:
    (card,) = await mails(scene.graph)
    await save(scene.graph, scene.pair.seeker.id)
    path = path_of(scene, mail_id=card.id)
    page = await scene.open(path)
    ask = words(Language.FR)["stop_all"]["ask"]["title"]
    assert page.one("h1").text == ask.format(tenant="Réseau d’essai")
    for _ in range(2):
        assert (await scene.client.post(path, data=ONE_CLICK)).status_code == 200
    seeker = await Parties(scene.graph).get(scene.pair.seeker.id)
    assert seeker.is_opted_out
    assert await active(scene) == [("soudure", False)]
    assert await scene.state() == "WITHDRAWN"
    events = await Events(scene.graph).page(action="party.withdrawn", first=5)
    assert [event.actor for event in events.items] == [f"mail:{card.id}"]


async def test_a_stop_by_one_click_is_taken_back_from_the_page_alone(scene: Scene) -> None:
    (card,) = await mails(scene.graph)
    path = path_of(scene, mail_id=card.id)
    nonce = sound(await scene.client.post(path, data=ONE_CLICK)).value("nonce")
    before = await scene.everything()
    own = PersonLink(scene.graph.tenant_id or "", card.id, scene.pair.seeker.id)
    stranger = replace(own, party_id=scene.pair.giver.id)
    signed = scene.context.links.sign_person
    for form in (
        {"do": "RETURN"},
        {"do": "RETURN", "nonce": path.removeprefix("/u/")},
        {"do": "RETURN", "nonce": signed(own, "preferences-form")},
        {"do": "RETURN", "nonce": signed(stranger, "return-form")},
        {"do": "STAY", "nonce": nonce},
    ):
        assert (await scene.client.post(path, data=form)).status_code == 422
    assert await scene.everything() == before
    form = {"nonce": (await scene.open(path)).value("nonce"), "do": "RETURN"}
    title = words(Language.FR)["stop_all"]["back"]["title"]
    # Whoever clicks twice must not read that all has stopped.
    for response in await asyncio.gather(*(scene.client.post(path, data=form) for _ in range(3))):
        assert (response.status_code, sound(response).one("h1").text) == (200, title)
    assert not (await Parties(scene.graph).get(scene.pair.seeker.id)).is_opted_out
    assert len((await Events(scene.graph).page(action="party.returned", first=5)).items) == 1


async def test_the_link_of_a_mail_about_somebody_who_was_erased_still_ends_all(
    scene: Scene,
) -> None:
    (card,) = await mails(scene.graph)
    await People(scene.graph).erase(scene.pair.giver.id)
    assert await mails(scene.graph) == ()
    path = path_of(scene, mail_id=card.id)
    assert (await scene.client.post(path, data=ONE_CLICK)).status_code == 200
    assert (await Parties(scene.graph).get(scene.pair.seeker.id)).is_opted_out


async def test_after_three_days_the_page_says_that_all_has_stopped(scene: Scene) -> None:
    (card,) = await mails(scene.graph)
    path = path_of(scene, mail_id=card.id)
    nonce = sound(await scene.client.post(path, data=ONE_CLICK)).value("nonce")
    late = replace(scene.context, graph=at(scene.graph, datetime.now(UTC) + UNDO_AGE))
    async with client_of(app_of(late)) as client:
        response = await client.post(path, data={"nonce": nonce, "do": "RETURN"})
    title = words(Language.FR)["stop_all"]["done"]["title"]
    assert (response.status_code, sound(response).one("h1").text) == (409, title)
    assert (await Parties(scene.graph).get(scene.pair.seeker.id)).is_opted_out
