"""Answers of many sides at once: tried, then taken, each by itself."""

from typing import Any

from api.global_ids import global_id
from graph.ids import new_id
from graph.lifecycle.proposing import propose
from graph.models.vocabulary import MatchState, Side
from graph.repositories.events import Events
from tests.factories import (
    Pair,
    a_suggestion,
    accept,
    half_accepted_pair,
    match_now,
    new_need,
    proposed_pair,
    suggest,
)
from tests.integration.api.documents import mutation
from tests.integration.api.network import Json, Network

ANSWERS = mutation(
    "answerMatches", "isDryRun items { matchId outcome match { state seekerAnswer giverAnswer } }"
)


def an_answer(match_id: str, side: Side, **more: Any) -> Json:
    return {"matchId": global_id("Match", match_id), "side": side, "answer": "ACCEPT"} | more


async def rival_of(network: Network, pair: Pair) -> str:
    """A match of another need with the same offer, whose seeker said yes too."""
    need = await new_need(network.graph)
    (match,) = await suggest(network.graph, a_suggestion(need.id, pair.offer.id))
    await propose(network.graph, actor="test", need_ids=[need.id])
    await accept(network.graph, match.id, Side.SEEKER)
    return match.id


async def test_a_dry_run_tells_what_then_becomes_of_each_and_changes_nothing(
    network: Network,
) -> None:
    pair = await half_accepted_pair(network.graph)
    rival, asked = await rival_of(network, pair), await proposed_pair(network.graph)
    refusal = {"answer": "DECLINE", "reason": "NO_TIME"}
    answers = [
        an_answer(pair.match.id, Side.GIVER),
        an_answer(rival, Side.GIVER),
        an_answer(new_id(), Side.GIVER),
        an_answer(asked.match.id, Side.SEEKER, **refusal),
        an_answer(asked.match.id, Side.SEEKER),
    ]
    given = {"answers": answers}
    tried = (await network.ask(ANSWERS, input=given | {"isDryRun": True}))["answerMatches"]
    assert [item["outcome"] for item in tried["items"]] == [
        "ENGAGED",
        "NO_LONGER_AVAILABLE",
        None,
        "DECLINED",
        "ALREADY_ANSWERED",
    ]
    for match_id in (pair.match.id, rival, asked.match.id):
        assert (await match_now(network.graph, match_id)).state is MatchState.PROPOSED
    done = (await network.ask(ANSWERS, input=given))["answerMatches"]
    assert (tried["isDryRun"], done["isDryRun"]) == (True, False)
    assert done["items"] == tried["items"]
    assert (await match_now(network.graph, pair.match.id)).state is MatchState.ACCEPTED


async def test_the_trail_keeps_on_whose_behalf_and_by_whom(network: Network) -> None:
    pair = await proposed_pair(network.graph)
    await network.ask(ANSWERS, input={"answers": [an_answer(pair.match.id, Side.SEEKER)]})
    page = await Events(network.graph).page(subject_id=pair.match.id, first=1)
    (event,) = page.items
    assert event.action == "match.accept"
    assert event.details["on_behalf_of"] == pair.seeker.id
    assert event.actor.startswith("key:")


async def test_the_same_key_is_answered_the_same_and_answers_once(network: Network) -> None:
    pair = await proposed_pair(network.graph)
    given = {"answers": [an_answer(pair.match.id, Side.SEEKER)]}
    body = {"query": ANSWERS, "variables": {"input": given}}
    headers = {"idempotency-key": new_id()}
    one, two = [await network.client.post("/graphql", json=body, headers=headers) for _ in "ab"]
    assert one.content == two.content
    assert b"WAITING_FOR_OTHER" in two.content
    again = (await network.ask(ANSWERS, input=given))["answerMatches"]
    assert [item["outcome"] for item in again["items"]] == ["ALREADY_ANSWERED"]


async def test_mistakes_are_told_by_answer_before_anything_is_done(network: Network) -> None:
    pair = await proposed_pair(network.graph)
    good = an_answer(pair.match.id, Side.SEEKER)
    long = good | {"text": "x" * 2_001}
    refused = [("INVALID", "input.answers.1.text")]
    assert await network.refusals(ANSWERS, answers=[good, long]) == refused
    for answers in ([], [good] * 51):
        assert await network.refusals(ANSWERS, answers=answers) == [("INVALID", "input.answers")]
    assert (await match_now(network.graph, pair.match.id)).seeker_answer is None
