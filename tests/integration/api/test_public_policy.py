"""What everybody may read without a key: by which rules a network matches, and nothing else."""

import json
from typing import Any

import httpx
import pytest

from api.limits.bounds import MAX_BYTES_OF_STRANGERS
from api.permissions.table import QUERIES
from graph.models.vocabulary import Scope
from graph.repositories.tenants import Tenants
from tests.integration.api.conftest import NewNetwork
from tests.integration.api.documents import document_of, operations
from tests.integration.api.network import Json, Network

POLICY = """
query ($network: String) {
  matchPolicy(kind: MENTORING, network: $network) {
    kind criteria { code seekerWeight giverWeight label }
    parameters { name value default } suspendedRules version { number note origin }
  }
}
"""
CHANGE = """
mutation ($changes: [MatchPolicyChangeInput!]!) {
  updateMatchPolicy(kind: MENTORING, changes: $changes, note: "secret reason") { __typename }
}
"""


async def asked(client: httpx.AsyncClient, query: str, **variables: Any) -> httpx.Response:
    return await client.post("/graphql", json={"query": query, "variables": variables})


def code_of(response: httpx.Response) -> str:
    (error,) = response.json()["errors"]
    return str(error["extensions"]["code"])


async def slug_of(network: Network) -> str:
    return (await Tenants(network.graph).get(network.tenant_id)).slug


@pytest.fixture
async def changed(new_network: NewNetwork) -> Network:
    """A network that changed its policy, for a reason of its own."""
    network = await new_network(Scope.ADMIN)
    found = await network.ask(CHANGE, changes=[{"name": "cards", "value": 2}])
    assert found == {"updateMatchPolicy": {"__typename": "UpdateMatchPolicySuccess"}}
    return network


async def policy(asker: Network, slug: str | None = None) -> Json:
    found: Json = (await asker.ask(POLICY, network=slug))["matchPolicy"]
    return found


async def test_everybody_reads_a_policy_by_the_networks_slug(
    changed: Network, anonymous: httpx.AsyncClient
) -> None:
    slug = await slug_of(changed)
    response = await asked(anonymous, POLICY, network=slug)
    assert response.status_code == 200
    told = response.json()["data"]["matchPolicy"]
    own = await policy(changed)
    assert own["version"]["note"] == "secret reason"
    assert told == own | {"version": own["version"] | {"note": ""}}
    variables = json.dumps({"network": slug})
    given = await anonymous.get("/graphql", params={"query": POLICY, "variables": variables})
    assert given.json()["data"]["matchPolicy"] == told


async def test_a_network_reads_anothers_as_everybody_does(
    changed: Network, network: Network, anonymous: httpx.AsyncClient
) -> None:
    slug = await slug_of(changed)
    told = (await asked(anonymous, POLICY, network=slug)).json()["data"]["matchPolicy"]
    assert await policy(network, slug) == told
    assert (await policy(network))["version"] is None


async def test_without_a_slug_or_with_a_wrong_one_nothing_is_told(
    anonymous: httpx.AsyncClient, network: Network
) -> None:
    response = await asked(anonymous, POLICY)
    assert (response.status_code, code_of(response)) == (401, "UNAUTHENTICATED")
    unknown = await asked(anonymous, POLICY, network="no-such-network")
    assert code_of(unknown) == "NOT_FOUND"
    error = await network.error(POLICY, network="no-such-network")
    assert error["message"] == unknown.json()["errors"][0]["message"]


async def test_nothing_else_is_answered_without_a_key(
    anonymous: httpx.AsyncClient, changed: Network
) -> None:
    public = f'matchPolicy(kind: PILOT, network: "{await slug_of(changed)}") {{ kind }}'
    documents = [document_of(each) for each in operations() if each != "query matchPolicy"]
    documents += ["{", "{ nothing }", "{ __typename }", "{ __schema { types { name } } }"]
    documents += [
        f"{{ {public} needs {{ totalCount }} }}",
        f"{{ {public} __schema {{ __typename }} }}",
    ]
    found = [await asked(anonymous, document) for document in documents]
    assert {(each.status_code, code_of(each)) for each in found} == {(401, "UNAUTHENTICATED")}
    assert [name for name, row in QUERIES.items() if row.is_public] == ["matchPolicy"]


async def test_strangers_send_little_and_share_their_points(
    anonymous: httpx.AsyncClient, changed: Network
) -> None:
    slug = await slug_of(changed)
    long = POLICY + "#" * MAX_BYTES_OF_STRANGERS
    assert (await asked(anonymous, long, network=slug)).status_code == 401
    got = await anonymous.get("/graphql", params={"query": long})
    assert (got.status_code, code_of(got)) == (401, "UNAUTHENTICATED")
    assert "ratelimit" in (await asked(anonymous, POLICY, network=slug)).headers
