"""Staff give a party its data, and delete them for good."""

from api.global_ids import split_global_id
from graph.ids import new_id
from graph.models.vocabulary import Scope
from graph.repositories.events import Events
from graph.repositories.people import People
from tests.factories import engaged
from tests.integration.api.conftest import NewNetwork
from tests.integration.api.documents import mutation
from tests.integration.api.network import Network

EXPORT = mutation("exportParty", "data")
ERASE = mutation("eraseParty", "records")


async def test_a_copy_says_who_took_it(network: Network) -> None:
    party = await network.register_sme("Forge du Centre")
    found = (await network.ask(EXPORT, id=party))["exportParty"]["data"]
    raw_id = split_global_id(party)[1]
    assert (found["id"], found["name"]) == (raw_id, "Forge du Centre")
    (event,) = (await Events(network.graph).page(first=9, subject_id=raw_id)).items
    assert event.action == "party.exported"
    assert event.actor.startswith("key:")
    error = await network.error(ERASE, id=party)
    assert error["extensions"]["code"] == "FORBIDDEN"


async def test_an_erasure_is_done_once_and_told_again_to_who_repeats_it(
    new_network: NewNetwork,
) -> None:
    admin = await new_network(Scope.ADMIN)
    party = await admin.register_sme("Forge du Centre")
    await engaged(admin.graph)
    body = {"query": ERASE, "variables": {"id": party}}
    headers = {"idempotency-key": new_id()}
    one, two = [await admin.client.post("/graphql", json=body, headers=headers) for _ in "ab"]
    assert one.content == two.content
    assert one.json()["data"]["eraseParty"]["records"] == 1
    again = (await admin.ask(ERASE, id=party))["eraseParty"]
    assert again["errors"] == [{"code": "NOT_FOUND", "path": ["id"]}]
    assert await People(admin.graph).count_traces([split_global_id(party)[1]]) == 0
    assert (await admin.ask("{ engagements { totalCount } }"))["engagements"]["totalCount"] == 1
