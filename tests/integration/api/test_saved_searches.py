import pytest

from api.global_ids import split_global_id
from graph.repositories.saved_searches import SavedSearches
from tests.integration.api.conftest import NewNetwork
from tests.integration.api.documents import mutation
from tests.integration.api.network import Network

FIELDS = (
    "savedSearch { id phrase kind giverKinds region frequency isActive searchedAt party { id } }"
)
SAVE_SEARCH = mutation("saveSearch", FIELDS)
UPDATE = mutation("updateSavedSearch", FIELDS)
DELETE = mutation("deleteSavedSearch", FIELDS)
LIST = "query ($party: ID) { savedSearches(partyId: $party) { nodes { id phrase } totalCount } }"
NODE = "query ($id: ID!) { node(id: $id) { ... on SavedSearch { phrase } } }"


async def save(network: Network, party: str, phrase: str = "robots de soudage") -> str:
    values = {"partyId": party, "phrase": phrase, "giverKinds": ["INTEGRATOR"], "region": "24"}
    found = await network.ask(SAVE_SEARCH, input=values)
    return str(found["saveSearch"]["savedSearch"]["id"])


async def test_a_search_is_saved_changed_listed_and_removed(network: Network) -> None:
    party, other = await network.register_sme(), await network.register_mentor()
    search = await save(network, party)
    await save(network, other, "un premier client")

    listed = (await network.ask(LIST, party=party))["savedSearches"]
    assert listed == {"nodes": [{"id": search, "phrase": "robots de soudage"}], "totalCount": 1}
    assert (await network.ask(LIST))["savedSearches"]["totalCount"] == 2

    changes = {"id": search, "region": None, "frequency": "WEEKLY", "isActive": False}
    changed = (await network.ask(UPDATE, input=changes))["updateSavedSearch"]["savedSearch"]
    assert changed == {
        "id": search,
        "phrase": "robots de soudage",
        "kind": None,
        "giverKinds": ["INTEGRATOR"],
        "region": None,
        "frequency": "WEEKLY",
        "isActive": False,
        "searchedAt": None,
        "party": {"id": party},
    }
    assert (await network.ask(NODE, id=search))["node"] == {"phrase": "robots de soudage"}

    removed = (await network.ask(DELETE, id=search))["deleteSavedSearch"]["savedSearch"]
    assert removed["id"] == search
    assert (await network.ask(NODE, id=search))["node"] is None
    again = (await network.ask(DELETE, id=search))["deleteSavedSearch"]["errors"]
    assert [(error["code"], error["path"]) for error in again] == [("NOT_FOUND", ["id"])]


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"phrase": "  "}, ("INVALID", "input.phrase")),
        ({"phrase": "x" * 1_001}, ("INVALID", "input.phrase")),
        ({"region": "999"}, ("UNKNOWN_TERM", "input.region")),
        ({"partyId": "nothing"}, ("INVALID", "input.partyId")),
    ],
)
async def test_what_cannot_be_saved_is_told_with_its_path(
    network: Network, values: dict[str, str], refusal: tuple[str, str]
) -> None:
    given = {"partyId": await network.register_sme(), "phrase": "robots"} | values
    assert await network.refusals(SAVE_SEARCH, **given) == [refusal]
    assert await SavedSearches(network.graph).count() == 0


async def test_another_network_neither_sees_nor_changes_it(
    network: Network, new_network: NewNetwork
) -> None:
    party = await network.register_sme()
    search = await save(network, party)
    stranger = await new_network()

    assert (await stranger.ask(NODE, id=search))["node"] is None
    refusals = await stranger.refusals(UPDATE, id=search, phrase="autre")
    assert refusals == [("NOT_FOUND", "input.id")]
    assert await stranger.refusals(SAVE_SEARCH, partyId=party, phrase="x") == [
        ("NOT_FOUND", "input.partyId")
    ]
    kept = await SavedSearches(network.graph).get(split_global_id(search)[1])
    assert kept.phrase == "robots de soudage"
