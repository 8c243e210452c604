from graph.models.vocabulary import Scope
from tests.integration.api.conftest import NewNetwork
from tests.integration.api.documents import mutation
from tests.integration.api.network import HintList, Json, Network

IMPORT = mutation(
    "importParties",
    "rows { number status name sameAs rule changes needs offers problems { column "
    "severity } } written { partiesCreated partiesUpdated needsCreated offersCreated "
    "failed }",
    errors="code path message",
)
ROWS: list[Json] = [
    {
        "external_key": "forge",
        "kind": "SME",
        "name": "Forge du Centre",
        "email": "anne@forge.example",
        "departement": "18",
        "needs": [{"key": "n1", "kind": "PILOT", "title": "Voir", "skills": ["computer-vision"]}],
    },
    {
        "external_key": "anne",
        "kind": "MENTOR",
        "name": "Anne Martin",
        "offers": [{"key": "o1", "kind": "MENTORING", "title": "Conseil"}],
    },
    {"external_key": "bad", "kind": "SME", "name": ""},
    {"external_key": "forge", "kind": "SME", "name": "Forge du Centre"},
]
LISTS = "{ parties { nodes { name } } needs { nodes { title skills { code } } } }"


async def test_a_trial_tells_and_writes_nothing(network: Network, queue: HintList) -> None:
    payload = (await network.ask(IMPORT, rows=ROWS, dryRun=True))["importParties"]
    assert "errors" not in payload
    assert payload["written"] is None
    assert [row["status"] for row in payload["rows"]] == [
        "CREATE",
        "CREATE",
        "REFUSED",
        "DUPLICATE",
    ]
    assert (payload["rows"][0]["needs"], payload["rows"][1]["offers"]) == (1, 1)
    assert payload["rows"][2]["problems"] == [{"column": "name", "severity": "ERROR"}]
    assert payload["rows"][3]["rule"] == "external key"
    assert (await network.ask(LISTS))["parties"]["nodes"] == []
    assert queue.hints == []


async def test_importing_twice_changes_nothing(network: Network, queue: HintList) -> None:
    first = (await network.ask(IMPORT, rows=ROWS))["importParties"]["written"]
    assert first == {
        "partiesCreated": 2,
        "partiesUpdated": 0,
        "needsCreated": 1,
        "offersCreated": 1,
        "failed": [],
    }
    assert queue.hints == [("need.prepare", {"tenant_id": network.tenant_id})]
    again = (await network.ask(IMPORT, rows=ROWS))["importParties"]
    assert [row["status"] for row in again["rows"][:2]] == ["UNCHANGED", "UNCHANGED"]
    assert again["written"] == first | {
        "partiesCreated": 0,
        "needsCreated": 0,
        "offersCreated": 0,
    }
    found = await network.ask(LISTS)
    assert {node["name"] for node in found["parties"]["nodes"]} == {
        "Forge du Centre",
        "Anne Martin",
    }
    assert found["needs"]["nodes"] == [{"title": "Voir", "skills": [{"code": "computer-vision"}]}]


async def test_mistakes_are_named(network: Network) -> None:
    for number in (0, 501):
        payload = (await network.ask(IMPORT, rows=[{}] * number))["importParties"]
        assert [(error["code"], error["path"]) for error in payload["errors"]] == [
            ("INVALID", ["rows"])
        ]
    odd = (await network.ask(IMPORT, rows=["x", 3, {}]))["importParties"]
    assert [row["status"] for row in odd["rows"]] == ["REFUSED"] * 3


async def test_an_import_may_be_larger_than_other_requests(network: Network) -> None:
    rows = [{"kind": "SME", "name": "Forge", "external_key": "f", "text": "a" * 19_000}] * 10
    payload = (await network.ask(IMPORT, rows=rows, dryRun=True))["importParties"]
    assert payload["rows"][0]["status"] == "CREATE"


async def test_importing_needs_the_scope(new_network: NewNetwork) -> None:
    network = await new_network(Scope.READ)
    error = await network.error(IMPORT, rows=ROWS)
    assert error["extensions"]["code"] == "FORBIDDEN"
