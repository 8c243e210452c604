"""Round trips to Neo4j: one for a root field, one for each loader level, whatever the page."""

import pytest

from tests.integration.api.network import Network, queries_of
from tests.integration.api.test_matching import suggest

PARTIES = """
query ($first: Int!) {
  parties(first: $first) {
    nodes {
      name place { fr parent { fr } } sector { fr } incubator { name }
      needs(first: 2) {
        totalCount
        nodes {
          title skills { fr } party { name }
          suggestions(first: 3) {
            probability reasons { sentence } need { title }
            offer { title skills { fr } party { name place { fr } } }
            engagement { state }
          }
        }
      }
      offers(first: 2) { nodes { title suggestions(first: 3) { rank } } }
    }
  }
}
"""
EXPECTED = {
    "list_parties": 1,
    "list_places": 1,
    "list_sectors": 1,
    "list_needs_by_parties": 1,
    "count_needs_by_parties": 1,
    "list_offers_by_parties": 1,
    "list_skills": 1,
    "list_suggestions_by_needs": 1,
    "list_suggestions_by_offers": 1,
    "get_parties_by_ids": 2,  # who seeks, and two levels deeper who gives
    "get_needs_by_ids": 1,
    "get_offers_by_ids": 1,
    "get_engagements_by_matches": 1,
}


async def fill(network: Network, pairs: int) -> None:
    for index in range(pairs):
        seeker = await network.register_sme(
            f"Forge {index}", place={"departement": "18"}, sector="25.62B"
        )
        giver = await network.register_mentor(f"Anne {index}", place={"region": "24"})
        for part in ("un", "deux"):
            need = await network.register_need(seeker, part, skills=["mlops"])
            offer = await network.register_offer(giver, part, skills=["mlops", "data"])
            await suggest(network, need, offer)


async def test_the_number_of_queries_does_not_grow_with_the_page(network: Network) -> None:
    await fill(network, 6)
    await network.ask("{ viewer { keyName } }")  # the key is remembered from here on
    small = await queries_of(network, PARTIES, first=2)
    large = await queries_of(network, PARTIES, first=12)
    assert small == EXPECTED
    assert large == EXPECTED


async def test_a_root_field_is_one_query(network: Network) -> None:
    await fill(network, 1)
    await network.ask("{ viewer { keyName } }")
    fields = {
        "viewer { network { name } }": "get_tenant",
        "parties { nodes { id } }": "list_parties",
        "parties(last: 2) { nodes { id } }": "list_parties_ascending",
        "needs { nodes { id title } pageInfo { hasNextPage } }": "list_needs",
        "offers { nodes { id title } }": "list_offers",
        "matches { nodes { id state reasons { sentence } } }": "list_matches",
        "engagements { nodes { id } }": "list_engagements",
        "runs { nodes { id } }": "list_runs",
        "matchPolicy(kind: PILOT) { criteria { code } version { id } }": "list_current_policies",
        "matchPolicyVersions { nodes { id } }": "list_policies",
        "skills { code }": "list_skills",
        "sectors { code }": "list_sectors",
        "places { code }": "list_places",
    }
    for field, query in fields.items():
        assert await queries_of(network, f"{{ {field} }}") == {query: 1}
    aliased = " ".join(f"f{number}: {field}" for number, field in enumerate(fields))
    assert await queries_of(network, f"{{ {aliased} }}") == dict.fromkeys(fields.values(), 1)


@pytest.mark.parametrize(
    ("field", "counts"),
    [
        ("parties", "count_parties"),
        ("needs", "count_needs"),
        ("offers", "count_offers"),
        ("matches", "count_matches"),
        ("engagements", "count_engagements"),
        ("runs", "count_runs"),
        ("matchPolicyVersions", "count_policies"),
    ],
)
async def test_a_list_is_counted_only_where_its_count_is_asked_for(
    network: Network, field: str, counts: str
) -> None:
    await network.ask("{ viewer { keyName } }")
    both = await queries_of(network, f"{{ {field} {{ totalCount nodes {{ id }} }} }}")
    assert both.pop(counts) == 1
    assert await queries_of(network, f"{{ {field} {{ nodes {{ id }} }} }}") == both


async def test_many_ids_are_one_query_for_each_type(network: Network) -> None:
    await fill(network, 3)
    found = await network.ask("{ parties { nodes { id } } needs { nodes { id } } }")
    ids = [node["id"] for field in found.values() for node in field["nodes"]]
    query = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }"
    assert await queries_of(network, query, ids=ids) == {
        "get_parties_by_ids": 1,
        "get_needs_by_ids": 1,
    }
