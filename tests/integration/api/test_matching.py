from typing import Any

import pytest

from api.global_ids import global_id, split_global_id
from graph.repositories.matches import Matches, Suggestion
from tests.integration.api.conftest import NewNetwork
from tests.integration.api.documents import mutation
from tests.integration.api.network import HintList, Json, Network

ANSWER = mutation(
    "answerMatch",
    "outcome match { id state askedSide seekerAnswer giverAnswer engagement { state "
    "seeker { name } } }",
)
PROPOSE = mutation("proposeMatches", "needsAsked")
REQUEST = mutation("requestMatches", "run { id state seed } waitingNeedIds")


def reason(code: str, side: str) -> dict[str, Any]:
    return {
        "code": code,
        "contribution": 0.5,
        "evidence": {},
        "fr": f"Raison pour {side}",
        "en": f"Reason for {side}",
    }


async def suggest(network: Network, need: str, offer: str, probability: float = 0.4) -> str:
    """A match as the matcher would store it; its id."""
    need_id, offer_id = split_global_id(need)[1], split_global_id(offer)[1]
    suggestion = Suggestion(
        need_id=need_id,
        offer_id=offer_id,
        rank=1,
        probability=probability,
        reasons=[reason("TEXT", "seeker")],
        giver_reasons=[reason("TEXT", "giver")],
        reservation=reason("DISTANCE", "both"),
        features={},
        giver_features={},
    )
    matches = Matches(network.graph)
    started_at = network.graph.clock()
    await matches.store([need_id], [suggestion], run_id=None, started_at=started_at)
    (match,) = (await matches.suggestions_by_needs([need_id], 1))[need_id]
    return str(global_id("Match", match.id))


async def pair(network: Network) -> tuple[str, str, str]:
    """A need, an offer and their match."""
    seeker = await network.register_sme("Forge", email=network.address("forge"))
    giver = await network.register_mentor("Anne", email=network.address("anne"))
    need = await network.register_need(seeker, "Voir")
    offer = await network.register_offer(giver, "Conseil")
    return need, offer, await suggest(network, need, offer)


async def test_suggestions_say_why_in_both_languages(network: Network) -> None:
    need, offer, match = await pair(network)
    query = """
    query ($need: ID, $offer: ID) {
      suggestions(needId: $need, offerId: $offer, first: 3) {
        id state rank probability
        fr: reasons { code sentence contribution }
        en: reasons(language: EN, side: GIVER) { sentence }
        reservation(language: EN) { code sentence }
        need { id title matchedAt } offer { id party { name } }
      }
    }
    """
    by_need = (await network.ask(query, need=need))["suggestions"]
    assert by_need == (await network.ask(query, offer=offer))["suggestions"]
    (found,) = by_need
    assert found["id"] == match
    assert (found["state"], found["rank"], found["probability"]) == ("SUGGESTED", 1, 0.4)
    assert found["fr"] == [{"code": "TEXT", "sentence": "Raison pour seeker", "contribution": 0.5}]
    assert found["en"] == [{"sentence": "Reason for giver"}]
    assert found["reservation"] == {"code": "DISTANCE", "sentence": "Reason for both"}
    assert found["need"]["matchedAt"] is not None
    assert found["offer"] == {"id": offer, "party": {"name": "Anne"}}


async def test_suggestions_are_of_a_need_or_of_an_offer(network: Network) -> None:
    need, offer, match = await pair(network)
    query = "query ($a: ID, $b: ID) { suggestions(needId: $a, offerId: $b) { id } }"
    for variables in ({}, {"a": need, "b": offer}, {"a": offer}, {"b": match}):
        error = await network.error(query, **variables)
        assert error["extensions"]["code"] == "BAD_USER_INPUT"


async def test_both_say_yes(network: Network, queue: HintList) -> None:
    need, _, match = await pair(network)
    proposed = (await network.ask(PROPOSE, needIds=[need]))["proposeMatches"]
    assert proposed == {"needsAsked": 1}
    assert ("work.sweep", {}) in queue.hints
    yes = {"matchId": match, "answer": "ACCEPT"}
    first = (await network.ask(ANSWER, input=yes | {"side": "SEEKER"}))["answerMatch"]
    assert first["outcome"] == "WAITING_FOR_OTHER"
    assert first["match"]["askedSide"] == "GIVER"
    again = (await network.ask(ANSWER, input=yes | {"side": "SEEKER"}))["answerMatch"]
    assert again["outcome"] == "ALREADY_ANSWERED"
    second = (await network.ask(ANSWER, input=yes | {"side": "GIVER"}))["answerMatch"]
    assert second["outcome"] == "ENGAGED"
    assert second["match"] == {
        "id": match,
        "state": "ACCEPTED",
        "askedSide": None,
        "seekerAnswer": "ACCEPT",
        "giverAnswer": "ACCEPT",
        "engagement": {"state": "STARTED", "seeker": {"name": "Forge"}},
    }
    found = await network.ask(
        """{
          engagements { nodes { id kind match { id } seeker { name } giver { name } } }
          matches(states: [ACCEPTED]) { nodes { id } }
          suggested: matches(states: [SUGGESTED]) { nodes { id } }
          offers { nodes { capacity taken } }
        }"""
    )
    (engagement,) = found["engagements"]["nodes"]
    assert engagement["match"] == {"id": match}
    assert (engagement["seeker"]["name"], engagement["giver"]["name"]) == ("Forge", "Anne")
    assert found["matches"]["nodes"] == [{"id": match}]
    assert found["suggested"]["nodes"] == []
    assert found["offers"]["nodes"] == [{"capacity": 1, "taken": 1}]


async def test_a_refusal_asks_for_the_next_match(network: Network, queue: HintList) -> None:
    need, _, match = await pair(network)
    await network.ask(PROPOSE, needIds=[need])
    queue.hints.clear()
    no = {"matchId": match, "side": "SEEKER", "answer": "DECLINE", "reason": "TOO_FAR"}
    answered = (await network.ask(ANSWER, input=no))["answerMatch"]
    assert (answered["outcome"], answered["match"]["state"]) == ("DECLINED", "DECLINED")
    assert ("need.prepare", {"tenant_id": network.tenant_id}) in queue.hints
    assert ("work.sweep", {}) in queue.hints


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"matchId": "x"}, [("INVALID", "input.matchId")]),
        ({"matchId": global_id("Match", "0")}, [("NOT_FOUND", "input.matchId")]),
        ({"matchId": global_id("Need", "0")}, [("NOT_FOUND", "input.matchId")]),
        ({"text": "x" * 2_001}, [("INVALID", "input.text")]),
        ({"answer": "PAUSE"}, [("INVALID", "input.pauseUntil")]),
        (
            {"answer": "PAUSE", "pauseUntil": "2020-01-01T00:00:00Z"},
            [("INVALID", "input.pauseUntil")],
        ),
        (
            {"answer": "PAUSE", "pauseUntil": "2100-01-01T00:00:00"},
            [("INVALID", "input.pauseUntil")],
        ),
    ],
)
async def test_mistakes_in_answers_are_named(
    network: Network, changes: Json, errors: list[tuple[str, str]]
) -> None:
    values = {"matchId": global_id("Match", "0"), "side": "GIVER", "answer": "ACCEPT"} | changes
    assert await network.refusals(ANSWER, **values) == errors


async def test_another_network_cannot_answer(network: Network, new_network: NewNetwork) -> None:
    need, _, match = await pair(network)
    await network.ask(PROPOSE, needIds=[need])
    twin = await new_network()
    yes = {"matchId": match, "side": "SEEKER", "answer": "ACCEPT"}
    assert await twin.refusals(ANSWER, **yes) == [("NOT_FOUND", "input.matchId")]
    found = await network.ask("{ matches { nodes { state seekerAnswer } } }")
    assert found["matches"]["nodes"] == [{"state": "PROPOSED", "seekerAnswer": None}]


async def test_a_run_is_asked_for(network: Network, queue: HintList) -> None:
    run = (await network.ask(REQUEST))["requestMatches"]["run"]
    assert run["state"] == "REQUESTED"
    raw_id = split_global_id(run["id"])[1]
    ids = {"tenant_id": network.tenant_id, "run_id": raw_id}
    assert queue.hints == [("run.execute", ids)]
    found = await network.ask(
        """query ($id: ID!) {
          runs { nodes { id seed counts parameters } } node(id: $id) { ... on Run { seed } }
        }""",
        id=run["id"],
    )
    assert found["runs"]["nodes"] == [
        {"id": run["id"], "seed": run["seed"], "counts": {}, "parameters": {}}
    ]
    assert found["node"] == {"seed": run["seed"]}


async def test_matches_of_some_needs_are_asked_for(
    network: Network, new_network: NewNetwork, queue: HintList
) -> None:
    party = await network.register_sme()
    need = await network.register_need(party, "Voir")
    closed = await network.register_need(party, "Fini")
    await network.ask(mutation("closeNeed"), id=closed)
    queue.hints.clear()
    asked = (await network.ask(REQUEST, needIds=[need, closed]))["requestMatches"]
    assert asked == {"run": None, "waitingNeedIds": [need]}
    assert queue.hints == [("need.prepare", {"tenant_id": network.tenant_id})]
    twin = await new_network()
    assert (await twin.ask(REQUEST, needIds=[need]))["requestMatches"]["waitingNeedIds"] == []


async def test_needs_to_match_must_be_needs(network: Network) -> None:
    party = await network.register_sme()
    need = await network.register_need(party, "un")
    asked = (await network.ask(REQUEST, needIds=[party, need]))["requestMatches"]
    assert asked["waitingNeedIds"] == [need], (
        "what is no need is left out, as one that is not there"
    )
    asked = (await network.ask(REQUEST, needIds=["x"]))["requestMatches"]
    assert asked["errors"] == [{"code": "INVALID", "path": ["needIds", "0"]}]
    asked = (await network.ask(REQUEST, needIds=[party] * 101))["requestMatches"]
    assert asked["errors"] == [{"code": "INVALID", "path": ["needIds"]}]
