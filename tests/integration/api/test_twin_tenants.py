"""What one network is answered must not depend on whether another exists."""

import httpx

from matching.embedding import Embedder
from matching.service import MatchingService
from tests.integration.api.conftest import NewNetwork
from tests.integration.api.network import Network
from tests.integration.api.test_matching import suggest
from tests.integration.api.test_saved_searches import SAVE_SEARCH

EVERYTHING = """
{
  viewer { network { slug name } keyName scopes }
  parties { edges { cursor node { id name needs(first: 5) { nodes { id } totalCount } offers(first: 5) { nodes { id } }
    contact { email } } } pageInfo { endCursor hasNextPage } }
  organizations(region: "24") { nodes { id } }
  mentors { nodes { id } }
  incubators { nodes { id } }
  needs { edges { cursor node { id title matchedAt skills { code }
    abstention { cause sentence nearestMisses { offer { id } failures { code sentence } lacks } }
    suggestions(first: 5) { id } } } pageInfo { endCursor hasNextPage } }
  offers { edges { cursor node { id title taken suggestions(first: 5) { id } } } }
  matches { edges { cursor node { id state probability } } }
  engagements { nodes { id } }
  runs { nodes { id } }
  matchPolicy(kind: MENTORING) { version { number note } suspendedRules
    criteria { code label seekerWeight } parameters { name value low high } }
  matchPolicyVersions { edges { cursor node { id number origin parameters } } }
  savedSearches { edges { cursor node { id phrase party { id } } } totalCount }
  skills { code }
  companyBySiret(siret: "73282932000074") { company { name } absence }
  words: search(phrase: "voir les défauts", mode: WORDS) { isDegraded hits { score node { id } } }
  hybrid: search(phrase: "voir les défauts") { isDegraded hits { score node { id } } }
}
"""


async def fill(network: Network, embedder: Embedder) -> tuple[str, str]:
    seeker = await network.register_sme(
        "Forge du Centre", siret="73282932000074", externalKey="forge", place={"region": "24"}
    )
    giver = await network.register_mentor("Anne Martin")
    need = await network.register_need(seeker, "Voir les défauts des pièces")
    offer = await network.register_offer(giver, "Voir et trier par caméra")
    await network.ask(SAVE_SEARCH, input={"partyId": seeker, "phrase": "caméra"})
    await suggest(network, need, offer)
    await network.ask("mutation { requestMatches { run { id } } }")
    service = MatchingService(network.graph, embedder)
    await service.embed()
    fewer = await service.policies.propose("MENTORING", {"cards": 2})
    await service.policies.put_in_force(fewer, actor="test", note=network.tenant_id)
    return need, offer


async def bytes_of(network: Network, query: str, **variables: str) -> bytes:
    response: httpx.Response = await network.client.post(
        "/graphql",
        json={"query": query, "variables": variables},
        headers={"x-request-id": "same"},
    )
    return response.content


async def test_the_answer_is_the_same_whether_a_twin_exists(
    new_network: NewNetwork, embedder: Embedder
) -> None:
    one = await new_network(name="Un")
    need, offer = await fill(one, embedder)
    nodes = "query ($a: ID!, $b: ID!) { nodes(ids: [$a, $b]) { id } }"
    wrong = '{ needs(after: "x") { nodes { id } } }'
    before = [
        await bytes_of(one, EVERYTHING),
        await bytes_of(one, nodes, a=need, b=offer),
        await bytes_of(one, wrong),
    ]
    assert b"Forge du Centre" in before[0]
    assert b'"errors"' not in before[0]
    twin = await new_network(name="Deux")
    other_need, other_offer = await fill(twin, embedder)
    after = [
        await bytes_of(one, EVERYTHING),
        await bytes_of(one, nodes, a=need, b=offer),
        await bytes_of(one, wrong),
    ]
    assert after == before
    hidden = await bytes_of(one, nodes, a=other_need, b=other_offer)
    assert hidden.startswith(b'{"data":{"nodes":[null,null]},"extensions":{"cost"')
