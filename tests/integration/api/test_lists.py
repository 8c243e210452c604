import pytest

from tests.integration.api.conftest import NewNetwork
from tests.integration.api.network import Json, Network

NEEDS = """
query ($first: Int! = 2, $after: String, $status: NeedStatus) {
  needs(first: $first, after: $after, status: $status) {
    edges { cursor node { title } }
    nodes { title }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}
"""


def titles(found: Json) -> list[str]:
    return [node["title"] for node in found["needs"]["nodes"]]


async def test_pages_follow_each_other_whatever_is_written_between(network: Network) -> None:
    party = await network.register_sme()
    for title in ("un", "deux", "trois", "quatre"):
        await network.register_need(party, title)
    first = await network.ask(NEEDS)
    assert titles(first) == ["quatre", "trois"]
    info = first["needs"]["pageInfo"]
    assert info["hasNextPage"]
    assert not info["hasPreviousPage"]
    assert info["endCursor"] == first["needs"]["edges"][-1]["cursor"]
    await network.register_need(party, "cinq")
    second = await network.ask(NEEDS, after=info["endCursor"])
    assert titles(second) == ["deux", "un"]
    assert second["needs"]["pageInfo"]["hasPreviousPage"]
    assert not second["needs"]["pageInfo"]["hasNextPage"]


async def test_a_cursor_is_of_use_in_its_own_list_only(
    network: Network, new_network: NewNetwork
) -> None:
    party = await network.register_sme()
    await network.register_need(party, "un")
    cursor = (await network.ask(NEEDS))["needs"]["pageInfo"]["endCursor"]
    twin = await new_network()
    errors = [
        await network.error(NEEDS, after=cursor, status="OPEN"),
        await network.error(NEEDS, after=cursor[:-1] + ("a" if cursor[-1] != "a" else "b")),
        await network.error(
            "query ($after: String) { offers(after: $after) { nodes { id } } }", after=cursor
        ),
        await twin.error(NEEDS, after=cursor),
    ]
    assert {error["extensions"]["code"] for error in errors} == {"BAD_USER_INPUT"}
    assert {error["message"] for error in errors} == {
        "This cursor belongs to another list or to other filters: start again without `after`."
    }


@pytest.mark.parametrize("first", [0, -1, 101])
async def test_a_page_has_1_to_100_items(network: Network, first: int) -> None:
    error = await network.error(NEEDS, first=first)
    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert "between 1 and 100" in error["message"]


async def test_parties_are_listed_by_kind_place_and_sector(network: Network) -> None:
    await network.register_sme("Forge", place={"departement": "18"}, sector="25.62B")
    await network.register_sme("Moulin", place={"departement": "75"}, sector="10.61A")
    await network.register_mentor("Anne", place={"region": "24"})

    async def names(field: str) -> list[str]:
        found = await network.ask(f"{{ found: {field} {{ nodes {{ name }} }} }}")
        return [node["name"] for node in found["found"]["nodes"]]

    assert await names("parties") == ["Anne", "Moulin", "Forge"]
    assert await names('parties(region: "24")') == ["Anne", "Forge"]
    assert await names('organizations(sector: "25")') == ["Forge"]
    assert await names("organizations(kinds: [STARTUP, MENTOR])") == []
    assert await names("mentors") == ["Anne"]
    assert await names("incubators") == []


async def test_nodes_are_found_by_id_in_the_order_asked(
    network: Network, new_network: NewNetwork
) -> None:
    party = await network.register_sme("Forge")
    need = await network.register_need(party, "un")
    query = """
    query ($ids: [ID!]!) {
      nodes(ids: $ids) { __typename id ... on Party { name } ... on Need { title } }
    }
    """
    twin = await new_network()
    found = (await network.ask(query, ids=[need, party]))["nodes"]
    assert found == [
        {"__typename": "Need", "id": need, "title": "un"},
        {"__typename": "Organization", "id": party, "name": "Forge"},
    ]
    assert (await twin.ask(query, ids=[need, party]))["nodes"] == [None, None]


@pytest.mark.parametrize("value", ["", "zzz", "TmVlZA==", "UXVlcnk6MQ==", "é"])
async def test_what_is_no_id_is_refused(network: Network, value: str) -> None:
    error = await network.error("query ($id: ID!) { node(id: $id) { id } }", id=value)
    assert error["extensions"]["code"] == "BAD_USER_INPUT"


async def test_reference_lists(network: Network) -> None:
    found = await network.ask(
        "{ skills { code fr parent { code } } sectors { code } places { code isRegion } }"
    )
    vision = {
        "code": "computer-vision",
        "fr": "Vision par ordinateur",
        "parent": {"code": "artificial-intelligence"},
    }
    assert vision in found["skills"]
    assert {"code": "C"} in found["sectors"]
    assert {"code": "24", "isRegion": True} in found["places"]
    assert {"code": "2A", "isRegion": False} in found["places"]


async def test_reference_lists_are_picked_from_as_somebody_types(network: Network) -> None:
    found = await network.ask(
        """{
          skills(search: "aprentissage", first: 1) { code }
          sectors(search: "25", first: 1) { code }
          places(search: "cote d", first: 3) { fr }
          none: skills(search: "qqqqqqqq") { code }
        }"""
    )
    assert found["skills"] == [{"code": "machine-learning"}]
    assert found["sectors"] == [{"code": "25"}]
    assert {"fr": "Côte-d'Or"} in found["places"]
    assert found["none"] == []
    error = await network.error("{ skills(first: 0) { code } }")
    assert "between 1 and 100" in error["message"]
