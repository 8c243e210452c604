"""Preferences, a copy of all data, and its deletion: by link and form, and nothing before it."""

import json
import time
from datetime import timedelta
from typing import Any

import httpx
import pytest

from api.pages.wording import words
from graph.lifecycle.links import LINK_AGE, LinkSigner, PersonLink
from graph.lifecycle.relating import withdraw_party
from graph.models.inputs import SavedSearchInput
from graph.models.vocabulary import Language, Side, StoppedBy
from graph.repositories.embeddings import Embeddings
from graph.repositories.events import Events
from graph.repositories.offers import Offers
from graph.repositories.parties import Parties
from graph.repositories.people import People
from graph.repositories.saved_searches import SavedSearches
from tests.factories import VECTOR, accept, mails, match_now
from tests.integration.pages.scene import SECRET, Scene, sound

CHOSEN = {
    "frequency": "WEEKLY",
    "time_zone": "America/Cayenne",
    "quiet_from": "18",
    "quiet_until": "9",
    "languages": "en",
}


def path_of(scene: Scene, side: Side, *, more: str = "", signer: LinkSigner | None = None) -> str:
    return f"/p/{(signer or scene.context.links).sign_person(link_of(scene, side))}{more}"


def link_of(scene: Scene, side: Side) -> PersonLink:
    party = scene.pair.seeker if side is Side.SEEKER else scene.pair.giver
    return PersonLink(scene.graph.tenant_id or "", "mail-of-the-test", party.id)


async def send(scene: Scene, path: str, **fields: Any) -> httpx.Response:
    return await scene.send(path, **fields)


async def test_a_mentor_sets_what_to_be_asked_and_looking_changes_nothing(scene: Scene) -> None:
    path, offer = path_of(scene, Side.GIVER), scene.pair.offer
    before = await scene.everything()
    for method in ("GET", "HEAD"):
        assert (await scene.client.request(method, path)).status_code == 200
    assert await scene.everything() == before
    fields = CHOSEN | {"offers": offer.id, f"capacity-{offer.id}": "4"}
    response = await send(scene, path, **fields)
    assert response.status_code == 303
    page = await scene.open(response.headers["location"])
    assert page.one("div", role="status").text.strip() == words(Language.FR)["preferences"]["saved"]
    kept = await People(scene.graph).preferences(scene.pair.giver.id)
    assert (kept.mail_frequency, kept.quiet_from, kept.quiet_until) == ("WEEKLY", 18, 9)
    assert kept.languages == ("en",)
    assert not kept.wants_follow_ups
    stored = (await Offers(scene.graph).get_many([offer.id]))[offer.id]
    assert (stored.capacity, stored.status, stored.languages) == (4, "OPEN", ("en",))
    events = await Events(scene.graph).page(first=5, action="party.preferences_changed")
    assert [event.subject_id for event in events.items] == [scene.pair.giver.id]


async def test_an_offer_that_is_not_wanted_now_rests_until_it_is(scene: Scene) -> None:
    path, offer = path_of(scene, Side.GIVER), scene.pair.offer
    fields = CHOSEN | {f"capacity-{offer.id}": "1"}
    await send(scene, path, **fields)
    assert await scene.state() == "WITHDRAWN"
    assert (await Offers(scene.graph).get_many([offer.id]))[offer.id].status == "CLOSED"
    await send(scene, path, **fields, offers=offer.id)
    assert (await Offers(scene.graph).get_many([offer.id]))[offer.id].status == "OPEN"


async def test_the_link_of_the_last_mail_takes_a_stop_back(scene: Scene) -> None:
    path, seeker = path_of(scene, Side.SEEKER), scene.pair.seeker
    await withdraw_party(scene.graph, seeker.id, stopped_by=StoppedBy.ITSELF, actor="test")
    response = await send(scene, path, do="RETURN")
    assert response.status_code == 303
    page = await scene.open(response.headers["location"])
    assert page.one("div", role="status").text.strip() == words(Language.FR)["return"]["done"]
    assert not (await Parties(scene.graph).get(seeker.id)).is_opted_out
    assert (await send(scene, path, do="RETURN")).status_code == 409


async def test_a_seeker_sets_how_far_to_look(scene: Scene) -> None:
    path = path_of(scene, Side.SEEKER)
    await send(scene, path, **CHOSEN, radius_km="80")
    assert (await scene.open(path)).value("radius_km") == "80"
    await send(scene, path, **CHOSEN, radius_km="")
    assert (await scene.open(path)).value("radius_km") == ""


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        (None, "Europe/Paris"),
        ("Indian/Reunion", "Indian/Reunion"),
        ("Pacific/Apia", "Pacific/Apia"),
        ("Europe/Atlantis", "Europe/Paris"),
    ],
)
async def test_the_clock_that_counts_is_chosen_already(
    scene: Scene, stored: str | None, shown: str
) -> None:
    path, seeker = path_of(scene, Side.SEEKER), scene.pair.seeker
    await scene.graph.run_statement(
        "MATCH (p:Party {id: $id}) SET p.time_zone = $zone", id=seeker.id, zone=stored
    )
    chosen = [e for e in (await scene.open(path)).all("option") if "selected" in e.attributes]
    assert chosen[0].attributes["value"] == shown
    await send(scene, path, **CHOSEN)
    assert (await Parties(scene.graph).get(seeker.id)).time_zone == "America/Cayenne"
    await send(scene, path, **(CHOSEN | {"time_zone": "Europe/Paris"}))
    assert (await Parties(scene.graph).get(seeker.id)).time_zone is None


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"frequency": "HOURLY"}, "frequency", "frequency_missing"),
        ({"languages": "de"}, "languages", "language_missing"),
        ({"quiet_from": "24"}, "quiet_from", "hour_unreadable"),
        ({"time_zone": "Europe/Atlantis"}, "time_zone", "zone_unknown"),
        ({"radius_km": "-3"}, "radius_km", "radius_unreadable"),
    ],
)
async def test_what_is_wrong_is_said_and_nothing_is_changed(
    scene: Scene, change: dict[str, str], field: str, code: str
) -> None:
    before = await scene.everything()
    response = await send(scene, path_of(scene, Side.SEEKER), **(CHOSEN | change))
    assert response.status_code == 422
    sentence = words(Language.FR)["problem"][code]
    assert sound(response).one("p", id=f"{field}-problem").text == sentence
    assert await scene.everything() == before


async def test_links_that_cannot_be_used_say_what_to_do(scene: Scene) -> None:
    then = time.time() - LINK_AGE.total_seconds() - timedelta(minutes=1).total_seconds()
    old = path_of(scene, Side.SEEKER, signer=LinkSigner(SECRET, lambda: then))
    foreign = path_of(scene, Side.SEEKER, signer=LinkSigner("another secret of the tests"))
    answer = scene.path(Side.SEEKER).replace("/a/", "/p/")
    erased = scene.context.links.sign_person(PersonLink(scene.graph.tenant_id or "", "m", "gone"))
    told = {
        old: (410, "own_expired"),
        foreign: (404, "own_unknown"),
        answer: (404, "own_unknown"),
        path_of(scene, Side.SEEKER)[:-4]: (404, "own_unknown"),
        f"/p/{erased}": (410, "own_gone"),
    }
    for path, (status, code) in told.items():
        for page_path in (path, f"{path}/data"):
            response = await scene.client.post(page_path, data=CHOSEN | {"do": "ERASE"})
            assert response.status_code == status
            title = words(Language.FR)["notice"][code]["title"]
            assert sound(response).one("h1").text == title


@pytest.mark.parametrize("more", ["", "/data"])
async def test_a_form_that_is_not_of_the_page_does_nothing(scene: Scene, more: str) -> None:
    before = await scene.everything()
    others = scene.context.links.sign_person(link_of(scene, Side.GIVER), "preferences-form")
    for nonce in ("", "x", others, scene.nonce(Side.SEEKER)):
        form = CHOSEN | {"nonce": nonce, "do": "ERASE", "address": scene.pair.seeker.email}
        response = await scene.client.post(path_of(scene, Side.SEEKER, more=more), data=form)
        assert response.status_code == 403
        sound(response)
    assert await scene.everything() == before


async def test_a_copy_holds_what_is_known_and_nothing_of_the_other(scene: Scene) -> None:
    await SavedSearches(scene.graph).save(scene.pair.seeker.id, SavedSearchInput(phrase="soudure"))
    response = await send(scene, path_of(scene, Side.SEEKER, more="/data"), do="EXPORT")
    assert response.headers["content-disposition"].startswith("attachment")
    data = json.loads(response.text)
    assert data["email"] == scene.pair.seeker.email
    assert [need["title"] for need in data["needs"]] == [scene.pair.need.title]
    assert [search["phrase"] for search in data["saved_searches"]] == ["soudure"]
    assert [(m["id"], m["side"]) for m in data["matches"]] == [(scene.pair.match.id, "SEEKER")]
    assert len(data["mails"]) == 1
    for hidden in (scene.pair.giver.email, "helene@mentor.example"):
        assert str(hidden) not in response.text
    (event,) = (await Events(scene.graph).page(first=5, action="party.exported")).items
    assert event.subject_id == scene.pair.seeker.id


async def with_everything(scene: Scene) -> None:
    """A seeker who is in all places that a person can be in."""
    graph, seeker = scene.graph, scene.pair.seeker
    await SavedSearches(graph).save(seeker.id, SavedSearchInput(phrase="soudure"))
    texts = {"subject_id": seeker.id, "subject_label": "PARTY", "field": "TEXT", "hash": "h"}
    vector = {"model": "m", "space": "s", "vector": VECTOR}
    await Embeddings(graph).store([texts | vector], [], [])
    for side in Side:
        await accept(graph, scene.pair.match.id, side)


async def test_a_deletion_leaves_no_trace_and_frees_the_place(scene: Scene) -> None:
    await with_everything(scene)
    seeker, people = scene.pair.seeker, People(scene.graph)
    ids = [seeker.id, scene.pair.need.id, scene.pair.match.id]
    ids += [mail.id for mail in await mails(scene.graph) if mail.recipient_id == seeker.id]
    traces = [*ids, seeker.name, str(seeker.email), "mail-of-the-test"]
    assert await people.count_traces(traces) > 5
    path = path_of(scene, Side.SEEKER, more="/data")
    wrong = await send(scene, path, do="ERASE", address="someone@else.example")
    assert wrong.status_code == 422
    response = await send(scene, path, do="ERASE", address=str(seeker.email).upper())
    assert response.status_code == 200
    assert sound(response).one("h1").text == words(Language.FR)["own_data"]["erased"]["title"]
    assert await people.count_traces(traces) == 0
    offer = (await Offers(scene.graph).get_many([scene.pair.offer.id]))[scene.pair.offer.id]
    assert offer.taken == 0
    assert len((await Events(scene.graph).page(first=5, action="party.erased")).items) == 1
    again = await scene.client.get(path)
    assert again.status_code == 410
    gone = await scene.client.get(scene.path(Side.GIVER))
    assert sound(gone).one("h1").text == words(Language.FR)["notice"]["match_gone"]["title"]


async def test_a_mentor_who_goes_leaves_the_need_to_others(scene: Scene) -> None:
    await accept(scene.graph, scene.pair.match.id, Side.SEEKER)
    assert (await match_now(scene.graph, scene.pair.match.id)).asked_side is Side.GIVER
    path = path_of(scene, Side.GIVER, more="/data")
    await send(scene, path, do="ERASE", address=str(scene.pair.giver.email))
    tasks = [row for row in await scene.everything() if "Task" in row["labels"]]
    waiting = {row["properties"]["subject_id"] for row in tasks}
    assert scene.pair.need.id in waiting
    assert scene.pair.giver.id not in waiting
