"""The permission table, cell by cell, and what people of one party see of the others."""

from dataclasses import replace

import pytest

from api.permissions.table import MUTATIONS, QUERIES, Permission, Reach
from api.settings import ApiSettings
from graph.models.vocabulary import Role, Scope
from graph.repositories.tenants import ApiKeys
from tests.integration.api.conftest import NewClient, NewNetwork
from tests.integration.api.documents import document_of, mutation, operations
from tests.integration.api.network import REGISTER_NEED, Json, Network
from tests.integration.api.people import SETTINGS, person, trust, two_sides
from tests.issuer import Issuer

CALLERS = [*Scope, *Role]


@pytest.fixture
def settings() -> ApiSettings:
    return SETTINGS


@pytest.fixture
async def callers(
    new_network: NewNetwork, issuer: Issuer, new_client: NewClient
) -> dict[str, Network]:
    """One network, called with each scope and in each role."""
    network = await new_network()
    await network.register_sme("Forge", externalKey="COMPANY")
    await network.register_mentor("Anne", externalKey="MENTOR")
    await trust(network, issuer)
    found = {}
    for scope in Scope:
        key = await ApiKeys(network.graph).create("test", [scope])
        found[scope.value] = replace(network, client=await new_client(key.secret))
    for role in Role:
        found[role.value] = await person(
            network, issuer, new_client, role.lower(), maillage_party=role.value
        )
    return found


def is_allowed(permission: Permission, caller: Scope | Role) -> bool:
    if isinstance(caller, Scope):
        order = list(Scope)
        return order.index(caller) >= order.index(permission.scope)
    return permission.reach_of(caller) is not Reach.NONE


def codes(answer: Json) -> list[str]:
    return [error["extensions"]["code"] for error in answer.get("errors", [])]


async def test_each_cell_of_the_table_holds(callers: dict[str, Network]) -> None:
    found, told = {}, {}
    for operation in operations():
        kind, _, name = operation.partition(" ")
        permission = (QUERIES if kind == "query" else MUTATIONS)[name]
        for caller in CALLERS:
            answer = await callers[caller.value].answer(document_of(operation))
            found[operation, caller] = "FORBIDDEN" not in codes(answer)
            told[operation, caller] = is_allowed(permission, caller)
    assert found == told


@pytest.fixture
async def sides(
    network: Network, issuer: Issuer, new_client: NewClient
) -> tuple[Network, Network, Json]:
    """A company, a mentor, and the ids of what they and a third party have."""
    return await two_sides(network, issuer, new_client)


EVERYTHING = """
query ($ids: [ID!]!, $need: ID!) {
  viewer { party { ...Whole } }
  nodes(ids: $ids) {
    __typename id
    ... on Party { ...Whole }
    ... on Need { title party { name } suggestions(first: 2) { ...Card } }
    ... on Offer { title party { name } suggestions(first: 2) { ...Card } }
  }
  suggestions(needId: $need) { ...Card }
}
fragment Whole on Party {
  name contact { email }
  needs(first: 2) { totalCount nodes { title suggestions(first: 2) { ...Card } } }
  offers(first: 2) { totalCount nodes { title suggestions(first: 2) { ...Card } } }
}
fragment Card on Match {
  state need { title party { name contact { email } } }
  offer { title party { name contact { email } needs(first: 2) { totalCount nodes { title } } } }
}
"""


async def test_a_company_sees_its_own_and_the_other_sides_of_its_matches(
    sides: tuple[Network, Network, Json],
) -> None:
    company, _, ids = sides
    wanted = [ids["seeker"], ids["giver"], ids["third"], ids["need"], ids["other_need"]]
    found = await company.ask(EVERYTHING, ids=[*wanted, ids["offer"]], need=ids["need"])
    assert [node and node.get("name", node.get("title")) for node in found["nodes"]] == [
        "Forge",
        "Anne",
        None,
        "Voir les défauts",
        None,
        "Voir par caméra",
    ]
    party = found["viewer"]["party"]
    assert party["contact"] == {"email": company.address("f")}
    assert party["needs"]["totalCount"] == 1
    (card,) = party["needs"]["nodes"][0]["suggestions"]
    assert card["offer"]["party"]["contact"] is None, "nobody has said yes yet"
    assert card == found["suggestions"][0]
    assert "secret" not in str(found)


async def test_a_mentor_sees_a_need_once_they_are_asked_about_it(
    network: Network, sides: tuple[Network, Network, Json]
) -> None:
    company, mentor, ids = sides
    wanted = [ids["need"], ids["other_need"], ids["seeker"], ids["third"]]
    before = await mentor.ask(EVERYTHING, ids=wanted, need=ids["need"])
    assert before["nodes"] == [None] * 4
    assert before["viewer"]["party"]["offers"]["nodes"][0]["suggestions"] == []
    await network.ask(
        mutation("proposeMatches", "needsAsked"),
        needIds=[ids["need"]],
    )
    found = await network.ask(
        "query ($need: ID!) { suggestions(needId: $need) { id } }", need=ids["need"]
    )
    for side in ("SEEKER", "GIVER"):
        await network.ask(
            mutation("answerMatch", "outcome"),
            input={"matchId": found["suggestions"][0]["id"], "side": side, "answer": "ACCEPT"},
        )
    after = await mentor.ask(EVERYTHING, ids=wanted, need=ids["need"])
    names = [node and node.get("name", node.get("title")) for node in after["nodes"]]
    assert names == ["Voir les défauts", None, "Forge", None]
    assert after["nodes"][2]["contact"] == {"email": network.address("f")}
    assert after["nodes"][2]["needs"]["totalCount"] == 0, "only the one that was asked about"
    seen = await company.ask(EVERYTHING, ids=[ids["giver"]], need=ids["need"])
    assert seen["nodes"][0]["contact"] == {"email": network.address("a")}
    assert "secret" not in str(after)


async def test_a_company_changes_only_what_is_its_own(
    sides: tuple[Network, Network, Json],
) -> None:
    company, mentor, ids = sides
    assert await company.register_need(ids["seeker"], "Le nôtre")
    given = {"partyId": ids["third"], "kind": "MENTORING", "title": "Pas le nôtre"}
    assert await company.refusals(REGISTER_NEED, **given) == [("NOT_FOUND", "input.partyId")]
    close = mutation("closeNeed")
    for who, need in ((company, ids["other_need"]), (mentor, ids["need"])):
        refusal = {"code": "NOT_FOUND", "path": ["id"]}
        assert (await who.ask(close, id=need))["closeNeed"]["errors"] == [refusal]
    assert (await company.ask(close, id=ids["need"]))["closeNeed"] == {}
    update = mutation("updateOrganization")
    own = {"id": ids["seeker"], "text": "Neuf"}
    assert await company.refusals(update, **own) == []
    other_key = own | {"externalKey": "third"}
    assert await company.refusals(update, **other_key) == [("INVALID", "input.externalKey")]
    assert await company.refusals(update, id=ids["third"]) == [("NOT_FOUND", "input.id")]
