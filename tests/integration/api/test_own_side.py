"""People of a company, and mentors: they list their own, and answer for their own side."""

from dataclasses import replace

import pytest

from api.settings import ApiSettings
from graph.models.vocabulary import Scope
from graph.repositories.tenants import ApiKeys
from tests.integration.api.conftest import NewClient
from tests.integration.api.documents import mutation
from tests.integration.api.network import Json, Network
from tests.integration.api.people import SETTINGS, two_sides
from tests.issuer import Issuer

LISTS = """
query ($party: ID, $need: ID) {
  needs(partyId: $party) { totalCount nodes { title } }
  offers(partyId: $party) { totalCount nodes { title } }
  matches(needId: $need, first: 5) {
    totalCount pageInfo { hasNextPage }
    nodes { id state seekerAnswer giverAnswer declineReason
      asSeeker: reasons(side: SEEKER) { code } asGiver: reasons(side: GIVER) { code }
      reservation { code } need { party { name } } }
  }
  engagements { totalCount nodes { state seeker { name } giver { name } } }
}
"""
ASSIGNEE = "query ($id: ID!) { node(id: $id) { ... on Need { title assignee } } }"
ANSWER = """
mutation ($input: AnswerMatchInput!) {
  answerMatch(input: $input) {
    __typename
    ... on AnswerMatchSuccess { outcome match { state giverAnswer declineReason } }
    ... on UserError { errors { code path } }
  }
}
"""
EXPORT = mutation("exportParty", "data")
PROPOSE = "mutation ($ids: [ID!]) { proposeMatches(needIds: $ids) { __typename } }"
REVIEWED = "MATCH (t:Tenant {id: $tenant_id}) SET t.is_review_required = true"
Sides = tuple[Network, Network, Json]


@pytest.fixture
def settings() -> ApiSettings:
    return SETTINGS


@pytest.fixture
async def sides(network: Network, issuer: Issuer, new_client: NewClient) -> Sides:
    return await two_sides(network, issuer, new_client)


async def answer(who: Network, match: str, side: str, said: str = "ACCEPT", **more: str) -> Json:
    given = {"matchId": match, "side": side, "answer": said, **more}
    found: Json = (await who.ask(ANSWER, input=given))["answerMatch"]
    return found


async def refusals(who: Network, match: str, side: str) -> list[tuple[str, str]]:
    found = await answer(who, match, side)
    return [(error["code"], ".".join(error["path"])) for error in found["errors"]]


async def test_everybody_lists_their_own_and_nothing_of_others(
    network: Network, sides: Sides
) -> None:
    company, mentor, ids = sides
    found = await company.ask(LISTS)
    assert found["needs"] == {"totalCount": 1, "nodes": [{"title": "Voir les défauts"}]}
    assert found["offers"] == {"totalCount": 0, "nodes": []}
    assert [match["id"] for match in found["matches"]["nodes"]] == [ids["match"]]
    assert found["matches"]["totalCount"] == 1
    assert (await mentor.ask(LISTS))["matches"]["totalCount"] == 0, "not asked yet"
    assert (await mentor.ask(LISTS))["offers"]["totalCount"] == 1
    others = await company.ask(LISTS, party=ids["third"], need=ids["other_need"])
    assert {name: found["totalCount"] for name, found in others.items()} == {
        "needs": 0,
        "offers": 0,
        "matches": 0,
        "engagements": 0,
    }
    assert "secret" not in str(found)
    own = (await company.ask(EXPORT, id=ids["seeker"]))["exportParty"]["data"]
    assert (own["name"], [need["title"] for need in own["needs"]]) == (
        "Forge",
        ["Voir les défauts"],
    )
    others = (await mentor.ask(EXPORT, id=ids["seeker"]))["exportParty"]
    assert others["errors"] == [{"code": "NOT_FOUND", "path": ["id"]}]
    error = await company.error(mutation("eraseParty"), id=ids["seeker"])
    assert error["extensions"]["code"] == "FORBIDDEN"
    assert (await network.ask(LISTS))["matches"]["totalCount"] == 2


async def test_what_the_staff_has_not_let_out_is_not_listed(network: Network, sides: Sides) -> None:
    company, _, ids = sides
    await network.graph.run_statement(REVIEWED, tenant_id=network.tenant_id)
    assert (await company.ask(LISTS))["matches"]["totalCount"] == 0
    assert await refusals(company, ids["match"], "SEEKER") == [("NOT_FOUND", "input.matchId")]
    await network.ask(PROPOSE, ids=[ids["need"]])
    assert (await company.ask(LISTS))["matches"]["totalCount"] == 1


async def test_each_side_answers_for_itself_and_for_nobody_else(
    network: Network, sides: Sides
) -> None:
    company, mentor, ids = sides
    match, other = ids["match"], ids["other_match"]
    assert await refusals(mentor, match, "GIVER") == [("NOT_FOUND", "input.matchId")]
    await network.ask(PROPOSE, ids=[ids["need"], ids["other_need"]])
    for who, of_others in ((company, other), (company, ids["need"]), (mentor, match)):
        assert await refusals(who, of_others, "SEEKER") == [("NOT_FOUND", "input.matchId")]
    assert await refusals(company, match, "GIVER") == [("INVALID", "input.side")]
    assert (await answer(company, match, "SEEKER"))["outcome"] == "WAITING_FOR_OTHER"
    assert await refusals(mentor, match, "SEEKER") == [("INVALID", "input.side")]
    assert (await answer(mentor, match, "GIVER"))["outcome"] == "ENGAGED"
    for who in (company, mentor):
        found = (await who.ask(LISTS))["engagements"]
        assert found["nodes"] == [
            {"state": "STARTED", "seeker": {"name": "Forge"}, "giver": {"name": "Anne"}}
        ]
        assert found["totalCount"] == 1
    events = await network.ask("{ events(first: 50) { nodes { actor action } } }")
    answers = {e["actor"] for e in events["events"]["nodes"] if e["action"] == "match.accept"}
    assert len(answers) == 2
    assert all(actor.startswith("person:") for actor in answers)


async def test_why_the_other_side_refused_stays_with_the_staff(
    network: Network, sides: Sides
) -> None:
    company, mentor, ids = sides
    await network.ask(PROPOSE, ids=[ids["need"]])
    await answer(company, ids["match"], "SEEKER")
    told = await answer(mentor, ids["match"], "GIVER", "DECLINE", reason="NO_TIME", text="Non")
    assert told["match"] == {
        "state": "DECLINED",
        "giverAnswer": "DECLINE",
        "declineReason": "NO_TIME",
    }
    (seen,) = (await company.ask(LISTS))["matches"]["nodes"]
    assert (seen["state"], seen["seekerAnswer"]) == ("DECLINED", "ACCEPT")
    assert (seen["giverAnswer"], seen["declineReason"], seen["asGiver"]) == (None, None, [])
    assert seen["asSeeker"]
    (own,) = (await mentor.ask(LISTS))["matches"]["nodes"]
    assert (own["seekerAnswer"], own["declineReason"]) == ("ACCEPT", "NO_TIME")
    assert (own["asSeeker"], own["reservation"]) == ([], None)
    assert own["asGiver"]


async def test_who_looks_after_a_need_is_known_to_staff_alone(
    network: Network, new_client: NewClient, sides: Sides
) -> None:
    company, _, ids = sides
    given = {"needId": ids["need"], "assignee": "Claire Petit"}
    await network.ask(mutation("assignNeed"), input=given)
    read_key = await ApiKeys(network.graph).create("front end", [Scope.READ])
    reader = replace(network, client=await new_client(read_key.secret))
    for who, shown in ((network, "Claire Petit"), (company, None), (reader, None)):
        need = (await who.ask(ASSIGNEE, id=ids["need"]))["node"]
        assert need == {"title": "Voir les défauts", "assignee": shown}
    copied = (await company.ask(EXPORT, id=ids["seeker"]))["exportParty"]
    assert "Voir les défauts" in str(copied)
    assert "Claire" not in str(copied)
