"""The outbox by the API: what staff see of mails, and do with dead letters."""

from datetime import timedelta

from api.global_ids import global_id
from graph.ids import new_id
from graph.models.entities import OutboxRow
from graph.models.vocabulary import OutboxState, Scope
from graph.repositories.outbox import DEAD_LETTERS, Outbox
from graph.repositories.tenants import ApiKeys
from tests.factories import mails, proposed_pair
from tests.integration.api.conftest import NewClient
from tests.integration.api.documents import mutation
from tests.integration.api.network import Network, queries_of

LIST = """query ($states: [OutboxState!]) { mails(states: $states) { totalCount nodes {
  id kind state side cause attempts error recipient { id name } } } }"""
RETRY = mutation("retryMail", "mail { id state attempts }")
DISCARD = mutation("discardMail", "mail { id state error }")
DEAD = [state.value for state in DEAD_LETTERS]


async def dead_letter(network: Network, state: OutboxState) -> OutboxRow:
    """A mail whose delivery ended so."""
    await proposed_pair(network.graph)
    outbox = Outbox(network.graph)
    claimed = await outbox.claim((await mails(network.graph))[0].id, timedelta(minutes=1))
    assert claimed
    return await outbox.finish(claimed, state, error="550 refused")


async def test_staff_see_dead_letters_and_whom_they_were_for(network: Network) -> None:
    dead = [await dead_letter(network, state) for state in DEAD_LETTERS]
    await dead_letter(network, OutboxState.SENT)

    found = (await network.ask(LIST, states=DEAD))["mails"]
    assert found["totalCount"] == 2
    assert [node["id"] for node in found["nodes"]] == [
        global_id("Mail", row.id) for row in reversed(dead)
    ]
    told = {"kind": "MATCH_CARD", "side": "SEEKER", "attempts": 1, "error": "550 refused"}
    assert all(node.items() >= told.items() for node in found["nodes"])
    assert all(node["recipient"]["name"].startswith("Ateliers") for node in found["nodes"])
    assert await queries_of(network, LIST) == {
        "list_mails": 1,
        "count_mails": 1,
        "get_parties_by_ids": 1,
    }


async def test_a_dead_letter_is_tried_again_or_ended(network: Network) -> None:
    for document, state in ((RETRY, "PENDING"), (DISCARD, "SUPPRESSED")):
        row = await dead_letter(network, OutboxState.UNCERTAIN)
        mail_id = global_id("Mail", row.id)
        (answer,) = (await network.ask(document, id=mail_id)).values()
        assert (answer["mail"]["id"], answer["mail"]["state"]) == (mail_id, state)
        (again,) = (await network.ask(document, id=mail_id)).values()
        assert again["errors"] == [{"code": "CONFLICT", "path": ["id"]}]


async def test_a_mail_that_nobody_has_is_told_of(network: Network) -> None:
    for value in (global_id("Mail", new_id()), global_id("Run", new_id())):
        (answer,) = (await network.ask(RETRY, id=value)).values()
        assert answer["errors"] == [{"code": "NOT_FOUND", "path": ["id"]}]


async def test_a_mail_is_found_by_its_id_by_staff_alone(
    network: Network, new_client: NewClient
) -> None:
    mail_id = global_id("Mail", (await dead_letter(network, OutboxState.FAILED)).id)
    query = "query ($id: ID!) { node(id: $id) { ... on Mail { state } } }"
    found = {}
    for scope in (Scope.WRITE, Scope.STAFF):
        key = await ApiKeys(network.graph).create("test", [scope])
        client = await new_client(key.secret)
        body = {"query": query, "variables": {"id": mail_id}}
        found[scope] = (await client.post("/graphql", json=body)).json()["data"]["node"]
    assert found == {Scope.WRITE: None, Scope.STAFF: {"state": "FAILED"}}
