from collections.abc import Sequence

import httpx
import pytest

from graph.connection import Graph
from graph.ids import new_id
from graph.models.vocabulary import Scope
from graph.repositories.tenants import ApiKeys, Tenants, make_secret
from tests.integration.api.conftest import Clock, NewClient, NewNetwork
from tests.integration.api.documents import mutation
from tests.integration.api.network import REGISTER_SME, Network

VIEWER = "{ viewer { network { name language } keyName keyHint scopes } }"


async def asked(client: httpx.AsyncClient, query: str = VIEWER) -> httpx.Response:
    return await client.post("/graphql", json={"query": query})


async def test_the_viewer_is_the_key_and_its_network(network: Network) -> None:
    viewer = (await network.ask(VIEWER))["viewer"]
    assert viewer["network"] == {"name": "Réseau d'essai", "language": "FR"}
    assert viewer["keyName"] == "test"
    assert viewer["scopes"] == ["STAFF"]
    assert viewer["keyHint"].startswith("mlg_live_")


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ({}, "This needs a key"),
        ({"authorization": "Basic eDp5"}, "names no bearer key"),
        ({"authorization": "Bearer mlg_live_nonsense"}, "opens nothing"),
        ({"authorization": f"Bearer {make_secret()}"}, "opens nothing"),
    ],
    ids=["none", "basic", "mistyped", "unknown"],
)
async def test_without_a_good_key_the_answer_says_what_to_do(
    anonymous: httpx.AsyncClient, header: dict[str, str], words: str
) -> None:
    response = await anonymous.post("/graphql", json={"query": VIEWER}, headers=header)
    assert response.status_code == 401
    assert response.headers["www-authenticate"].startswith("Bearer")
    (error,) = response.json()["errors"]
    assert error["extensions"]["code"] == "UNAUTHENTICATED"
    assert words in error["message"]
    assert "maillage keys create" in error["message"]


async def test_a_revoked_key_is_refused_once_it_is_no_longer_remembered(
    graph: Graph, new_client: NewClient, clock: Clock
) -> None:
    tenant = await Tenants(graph).ensure(f"test-{new_id()}", "Réseau")
    keys = ApiKeys(graph.for_tenant(tenant.id))
    key = await keys.create("short-lived", [Scope.READ])
    client = await new_client(key.secret)
    assert (await asked(client)).status_code == 200
    await keys.revoke(key.key.id)
    assert (await asked(client)).status_code == 200
    clock.ahead_s = 5.0
    assert (await asked(client)).status_code == 401


@pytest.mark.parametrize(
    ("scopes", "is_allowed"),
    [([Scope.READ], False), ([Scope.WRITE], True), ([Scope.ADMIN], True)],
)
async def test_writing_needs_the_scope(
    new_network: NewNetwork, scopes: Sequence[Scope], *, is_allowed: bool
) -> None:
    network = await new_network(*scopes)
    answer = await network.answer(REGISTER_SME, input={"kind": "SME", "name": "Forge"})
    found = await network.ask("{ parties { nodes { name } } }")
    assert ("errors" not in answer) is is_allowed
    assert [node["name"] for node in found["parties"]["nodes"]] == ["Forge"] * is_allowed


async def test_a_missing_scope_is_named(new_network: NewNetwork) -> None:
    network = await new_network(Scope.WRITE)
    error = await network.error(mutation("proposeMatches", "needsAsked"))
    assert error["extensions"]["code"] == "FORBIDDEN"
    assert "`staff`" in error["message"]
    assert error["path"] == ["proposeMatches"]


async def test_contacts_are_for_staff(new_network: NewNetwork, graph: Graph) -> None:
    staff = await new_network(Scope.STAFF)
    await staff.register_sme(email="anne@forge.example", contactName="Anne")
    query = "{ parties { nodes { contact { name email } } } }"
    shown = (await staff.ask(query))["parties"]["nodes"][0]["contact"]
    assert shown == {"name": "Anne", "email": "anne@forge.example"}
    key = await ApiKeys(graph.for_tenant(staff.tenant_id)).create("site", [Scope.WRITE])
    staff.client.headers["authorization"] = f"Bearer {key.secret}"
    assert (await staff.ask(query))["parties"]["nodes"][0]["contact"] is None
