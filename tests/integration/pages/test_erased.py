"""Whoever was erased between a mail and its click finds pages that say so, and nothing else happens."""

from typing import Any

import pytest

from api.pages.wording import words
from graph.lifecycle.links import MEETING_PURPOSE, PersonLink, StopLink
from graph.models.vocabulary import Language, Side
from graph.repositories.people import People
from tests.factories import accept
from tests.integration.pages.scene import Scene, sound


def links_of(scene: Scene, party_id: str) -> dict[str, dict[str, Any]]:
    """The pages about oneself, each with what its form would send."""
    signer, tenant_id = scene.context.links, scene.graph.tenant_id or ""
    own = PersonLink(tenant_id, "mail-of-the-test", party_id)
    nonce = signer.sign_person(own, "preferences-form")
    path = f"/p/{signer.sign_person(own)}"
    stop = signer.sign_stop(StopLink(tenant_id, "mail-of-the-test", party_id))
    return {
        path: {"nonce": nonce, "frequency": "EACH"},
        f"{path}/data": {"nonce": nonce, "do": "EXPORT"},
        f"/u/{stop}": {"List-Unsubscribe": "One-Click"},
    }


async def said(scene: Scene, path: str, form: dict[str, Any]) -> set[tuple[int, str]]:
    answers = [await scene.client.get(path), await scene.client.post(path, data=form)]
    return {(answer.status_code, sound(answer).one("h1").text) for answer in answers}


@pytest.mark.parametrize("is_answered", [False, True])
async def test_every_page_says_that_who_it_was_for_is_gone(
    scene: Scene, *, is_answered: bool
) -> None:
    notices = words(Language.FR)["notice"]
    for side in (Side.SEEKER, Side.GIVER)[: 2 * is_answered]:
        await accept(scene.graph, scene.pair.match.id, side)
    await People(scene.graph).erase(scene.pair.giver.id)
    before = await scene.everything()

    for side in Side:
        for answer in ("ACCEPT", "UNDO", "STOP"):
            form = {"answer": answer, "nonce": scene.nonce(side)}
            told = await said(scene, scene.path(side), form)
            assert told == {(410, notices["match_gone"]["title"])}
    signer = scene.context.links
    for side in Side:
        link = scene.link(side)
        form = {"do": "PROPOSE", "nonce": signer.sign(link, "meeting-form")}
        told = await said(scene, f"/m/{signer.sign(link, MEETING_PURPOSE)}", form)
        assert told == {(410, notices["meeting_gone"]["title"])}
    for path, form in links_of(scene, scene.pair.giver.id).items():
        assert await said(scene, path, form) == {(410, notices["own_gone"]["title"])}
    assert await scene.everything() == before
