"""Round trips to Neo4j: one for a root field, one for each loader level, whatever the page."""

from dataclasses import replace

import pytest

from api.context import AppContext
from tests.integration.api.network import Network, queries_of, serving
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
TREES = {
    """query ($first: Int!) { needs(first: $first) { nodes {
      title skills { fr } party { name place { fr } sector { fr } } } } }""": "list_need_trees",
    """query ($first: Int!) { needs(first: $first) { edges { cursor node {
      title suggestions(first: 3) { rank offer { title party { name } } } } } } }""": "list_need_trees",
    """query ($first: Int!) { organizations(first: $first) { nodes { name needs(first: 2) {
      nodes { title suggestions(first: 3) { rank probability offer { title } } } } } } }""": (
        "list_party_trees"
    ),
}
EXPECTED = {
    "list_parties": 1,
    "list_needs_by_parties": 1,
    "count_needs_by_parties": 1,
    "list_offers_by_parties": 1,
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


async def reads_of(network: Network, *, first: int) -> dict[str, int]:
    """What the parties cost, whether or not the key had to be looked up again meanwhile."""
    found = await queries_of(network, PARTIES, first=first)
    return {name: count for name, count in found.items() if name != "get_api_key_by_hash"}


async def test_the_number_of_queries_does_not_grow_with_the_page(network: Network) -> None:
    await fill(network, 6)
    await network.ask("{ viewer { keyName } }")  # the key is remembered from here on
    # From the second time on, the document is compiled and read ahead. The short lists of skills,
    # sectors and places were remembered when the parties were registered.
    for size in (2, 2, 12, 12):
        assert await reads_of(network, first=size) == EXPECTED


async def test_without_plans_it_does_not_grow_either(context: AppContext, network: Network) -> None:
    await fill(network, 6)
    settings = context.settings.model_copy(update={"has_compiled_plans": False})
    async with serving(replace(context, settings=settings), network.client.headers) as client:
        interpreted = replace(network, client=client)
        await interpreted.ask(PARTIES, first=2)
        for size in (2, 12):
            assert await reads_of(interpreted, first=size) == EXPECTED


async def test_a_document_gets_the_same_answer_when_it_is_read_ahead(network: Network) -> None:
    await fill(network, 3)
    answers = [await network.ask(PARTIES, first=6) for _ in range(4)]
    assert answers[0]["parties"]["nodes"][5]["needs"]["nodes"][0]["suggestions"]
    assert all(answer == answers[0] for answer in answers)


@pytest.mark.parametrize(("document", "query"), TREES.items())
async def test_a_list_with_what_is_below_it_is_one_query(
    network: Network, document: str, query: str
) -> None:
    await fill(network, 6)
    await network.ask("{ viewer { keyName } }")
    first_sight = await network.ask(document, first=12)
    for size in (2, 12):
        assert await queries_of(network, document, first=size) == {query: 1}
    assert await network.ask(document, first=12) == first_sight


async def test_a_need_with_its_suggestions_is_one_query(network: Network) -> None:
    await fill(network, 1)
    (need,) = (await network.ask("{ needs(first: 1) { nodes { id } } }"))["needs"]["nodes"]
    document = """query ($id: ID!) { node(id: $id) { ... on Need { title
      suggestions(first: 10) { rank offer { title party { name } } } } } }"""
    first_sight = await network.ask(document, id=need["id"])
    assert first_sight["node"]["suggestions"][0]["offer"]["party"]["name"] == "Anne 0"
    assert await queries_of(network, document, id=need["id"]) == {"get_need_trees": 1}
    assert await network.ask(document, id=need["id"]) == first_sight


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
        'companyBySiret(siret: "73282932000074") { absence }': "get_establishment_by_siret",
    }
    for field, query in fields.items():
        # By its name no other test has sent it: at the second sight it is read as a tree.
        assert await queries_of(network, f"query FirstSight {{ {field} }}") == {query: 1}
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
    assert both[counts] == 1
    assert counts not in await queries_of(network, f"{{ {field} {{ nodes {{ id }} }} }}")


async def test_many_ids_are_one_query_for_each_type(network: Network) -> None:
    await fill(network, 3)
    found = await network.ask("{ parties { nodes { id } } needs { nodes { id } } }")
    ids = [node["id"] for field in found.values() for node in field["nodes"]]
    query = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }"
    assert await queries_of(network, query, ids=ids) == {
        "get_parties_by_ids": 1,
        "get_needs_by_ids": 1,
    }
