"""POST: each outcome, in both languages, and what is wrong with a form."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from api.pages.wording import long_date, words
from graph.lifecycle.ending import expire_match
from graph.lifecycle.states import Outcome
from graph.models.vocabulary import DeclineReason, Language, Side
from graph.repositories.events import Events
from graph.repositories.needs import Needs
from graph.repositories.parties import Parties
from tests.factories import accept, mails, match_now
from tests.integration.pages.markup import Markup
from tests.integration.pages.scene import Scene, sound

SOON = (datetime.now(UTC) + timedelta(days=40)).date()


async def answered(scene: Scene, side: Side, language: Language, **fields: str) -> Markup:
    """The page after an answer that was taken."""
    path = scene.path(side, language)
    response = await scene.send(path, **fields)
    assert response.status_code == 303
    assert response.headers["location"] == path
    assert response.headers["cache-control"] == "no-store"
    return await scene.open(path)


async def refused(scene: Scene, side: Side, language: Language) -> Markup:
    """The page after an answer that comes too early or too late."""
    form = {"answer": "ACCEPT", "nonce": scene.nonce(side)}
    response = await scene.client.post(scene.path(side, language), data=form)
    assert response.status_code == 409
    return sound(response)


async def waiting(scene: Scene, language: Language) -> Markup:
    return await answered(scene, Side.SEEKER, language, answer="ACCEPT")


async def engaged(scene: Scene, language: Language) -> Markup:
    await waiting(scene, language)
    return await answered(scene, Side.GIVER, language, answer="ACCEPT")


async def declined(scene: Scene, language: Language) -> Markup:
    return await answered(scene, Side.SEEKER, language, answer="DECLINE", reason="TOO_FAR")


async def paused(scene: Scene, language: Language) -> Markup:
    until = SOON.isoformat()
    return await answered(scene, Side.SEEKER, language, answer="PAUSE", pause_until=until)


async def closed(scene: Scene, language: Language) -> Markup:
    await Needs(scene.graph).close(scene.pair.need.id, actor="test")
    return await refused(scene, Side.SEEKER, language)


async def expired(scene: Scene, language: Language) -> Markup:
    await expire_match(scene.graph, scene.pair.match.id)
    return await refused(scene, Side.SEEKER, language)


async def too_early(scene: Scene, language: Language) -> Markup:
    return await refused(scene, Side.GIVER, language)


OUTCOMES: dict[Outcome, Callable[[Scene, Language], Awaitable[Markup]]] = {
    Outcome.WAITING_FOR_OTHER: waiting,
    Outcome.ENGAGED: engaged,
    Outcome.DECLINED: declined,
    Outcome.PAUSED: paused,
    Outcome.NO_LONGER_AVAILABLE: closed,
    Outcome.EXPIRED: expired,
    Outcome.NOT_ASKED: too_early,
}


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("outcome", list(OUTCOMES))
async def test_every_outcome_is_told_in_plain_words(
    scene: Scene, outcome: Outcome, language: Language
) -> None:
    page = await OUTCOMES[outcome](scene, language)
    told = words(language)["outcome"][outcome]
    assert page.one("html").attributes["lang"] == language
    assert page.one("h1").text == told["title"]
    asked = {e.attributes["value"] for e in page.all("button", name="answer")}
    assert asked <= {"UNDO"}
    (shown,) = [e for e in page.elements if "data-outcome" in e.attributes]
    assert shown.attributes["data-outcome"] == outcome
    hidden = (scene.pair.giver.email, scene.pair.seeker.email, "helene@mentor.example")
    assert not [contact for contact in hidden if contact and contact in page.source]


@pytest.mark.parametrize("language", list(Language))
async def test_an_answer_given_twice_changes_nothing(scene: Scene, language: Language) -> None:
    path, nonce = scene.path(Side.SEEKER, language), scene.nonce(Side.SEEKER)
    await scene.client.post(path, data={"answer": "ACCEPT", "nonce": nonce})
    before = await match_now(scene.graph, scene.pair.match.id)
    response = await scene.client.post(
        path, data={"answer": "DECLINE", "reason": "OTHER", "nonce": nonce}
    )
    assert response.status_code == 409
    page = sound(response)
    assert page.one("div", role="alert").text.strip() == words(language)["outcome"]["repeated"]
    assert page.one("h1").text == words(language)["outcome"]["WAITING_FOR_OTHER"]["title"]
    after = await match_now(scene.graph, scene.pair.match.id)
    assert (after.state, after.seeker_answer) == (before.state, "ACCEPT")


async def test_ten_answers_at_once_are_one(scene: Scene) -> None:
    path, nonce = scene.path(Side.SEEKER), scene.nonce(Side.SEEKER)
    responses = await asyncio.gather(
        *(scene.client.post(path, data={"answer": "ACCEPT", "nonce": nonce}) for _ in range(10))
    )
    assert sorted(response.status_code for response in responses) == [303] + [409] * 9
    assert len(await mails(scene.graph)) == 2


async def test_an_answer_is_recorded_under_its_mail_and_wakes_the_workers(scene: Scene) -> None:
    await scene.send(scene.path(Side.SEEKER), answer="ACCEPT")
    events = await Events(scene.graph).page(first=1, subject_id=scene.pair.match.id)
    assert [(e.actor, e.action) for e in events.items] == [
        ("mail:mail-of-the-test", "match.accept")
    ]
    assert scene.context.queue.hints == [
        ("need.prepare", {"tenant_id": scene.graph.tenant_id}),
        ("work.sweep", {}),
    ]


@pytest.mark.parametrize("reason", list(DeclineReason))
async def test_a_refusal_keeps_its_reason_and_its_text(scene: Scene, reason: DeclineReason) -> None:
    text = "Déjà équipés.\r\nMerci <b>bien</b>"
    await scene.send(scene.path(Side.SEEKER), answer="DECLINE", reason=reason, text=text)
    match = await match_now(scene.graph, scene.pair.match.id)
    assert (match.state, match.decline_reason) == ("DECLINED", reason)
    (kept,) = [
        row["properties"]["decline_text"]
        for row in await scene.everything()
        if "Match" in row["labels"]
    ]
    assert kept == "Déjà équipés.\nMerci <b>bien</b>"


async def test_a_pause_lasts_until_the_day_that_was_chosen(scene: Scene) -> None:
    page = await paused(scene, Language.FR)
    party = (await Parties(scene.graph).get_many([scene.pair.seeker.id]))[scene.pair.seeker.id]
    assert party.paused_until == datetime(SOON.year, SOON.month, SOON.day, tzinfo=UTC)
    assert long_date(SOON, Language.FR) in page.one("main").text


async def test_a_yes_stands_until_the_other_says_no(scene: Scene) -> None:
    await accept(scene.graph, scene.pair.match.id, Side.SEEKER)
    await scene.send(scene.path(Side.GIVER), answer="DECLINE", reason="NO_TIME")
    page = await scene.open(scene.path(Side.SEEKER))
    assert page.one("h1").text == words(Language.FR)["outcome"]["NO_LONGER_AVAILABLE"]["title"]
    # Who said no, and why, is nobody else's business.
    assert words(Language.FR)["decline_reason"]["NO_TIME"] not in page.source


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize(
    ("fields", "control", "code"),
    [
        ({}, "accept", "answer_missing"),
        ({"answer": "MAYBE"}, "accept", "answer_missing"),
        ({"answer": "DECLINE", "text": "Merci"}, "reason", "reason_missing"),
        ({"answer": "DECLINE", "reason": "BORED"}, "reason", "reason_missing"),
        (
            {"answer": "DECLINE", "reason": "OTHER", "text": "long " * 201},
            "text",
            "text_too_long",
        ),
        ({"answer": "PAUSE"}, "pause_until", "date_missing"),
        ({"answer": "PAUSE", "pause_until": "demain"}, "pause_until", "date_unreadable"),
        ({"answer": "PAUSE", "pause_until": "2020-01-01"}, "pause_until", "date_past"),
        ({"answer": "PAUSE", "pause_until": "2999-01-01"}, "pause_until", "date_too_far"),
    ],
)
async def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_is_kept(
    scene: Scene, language: Language, fields: dict[str, str], control: str, code: str
) -> None:
    before = await scene.everything()
    response = await scene.send(scene.path(Side.SEEKER, language), **fields)
    assert response.status_code == 422
    page = sound(response)
    sentence = words(language)["problem"][code]
    assert page.one("div", role="alert").text.count(sentence) == 1
    assert page.one("p", id=f"{control}-problem").text == sentence
    described = [
        e
        for e in page.elements
        if f"{control}-problem" in (e.attributes.get("aria-describedby") or "")
    ]
    assert [e.attributes["id"] for e in described] == [control]
    assert page.value("text") == fields.get("text", "").strip()
    assert page.value("pause_until") == fields.get("pause_until", "")
    opened = {e.text.strip().splitlines()[0] for e in page.all("details") if "open" in e.attributes}
    labels = {"DECLINE": "decline", "PAUSE": "pause"}
    name = labels.get(fields.get("answer", ""))
    assert opened == ({words(language)["answer"][name]} if name else set())
    assert await scene.everything() == before


async def test_a_body_that_is_no_form_is_no_answer(scene: Scene) -> None:
    path = scene.path(Side.SEEKER)
    huge = await scene.client.post(path, content=b"text=" + b"x" * 40_000)
    assert huge.status_code == 413
    odd = await scene.client.post(path, content=b"\xff\x00", headers={"content-type": "image/png"})
    assert odd.status_code == 403
    for response in (huge, odd):
        sound(response)
    assert await scene.state() == "PROPOSED"


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
async def test_other_methods_are_refused(scene: Scene, method: str) -> None:
    response: httpx.Response = await scene.client.request(method, scene.path(Side.SEEKER))
    assert response.status_code == 405
