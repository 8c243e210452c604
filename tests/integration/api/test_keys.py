"""Keys by mutation: shown once, several live at once, and who may make them."""

from datetime import timedelta

from graph.models.vocabulary import Scope
from graph.repositories.tenants import ApiKeys, Tenants
from tests.integration.api.conftest import NewClient, NewNetwork
from tests.integration.api.documents import mutation
from tests.integration.api.network import Network

CREATE = mutation("createKey", "key { id name hint scopes documents expiresAt revokedAt } secret")
REVOKE = mutation("revokeKey", "key { revokedAt }")


async def test_a_key_is_made_shown_once_and_opens_the_network(
    new_network: NewNetwork, new_client: NewClient
) -> None:
    admin = await new_network(Scope.ADMIN)
    made = (await admin.ask(CREATE, input={"name": " Site ", "scopes": ["READ"]}))["createKey"]
    assert (made["key"]["name"], made["key"]["scopes"]) == ("Site", ["READ"])
    assert made["secret"].startswith(made["key"]["hint"])
    opened = Network(admin.graph, admin.tenant_id, await new_client(made["secret"]))
    assert (await opened.ask("{ viewer { keyName } }"))["viewer"]["keyName"] == "Site"
    shown = str(await admin.ask("{ keys { id name hint } }"))
    assert made["key"]["id"] in shown
    assert made["secret"] not in shown
    nodes = "query ($id: ID!) { node(id: $id) { id } }"
    assert (await admin.ask(nodes, id=made["key"]["id"]))["node"]
    assert (await opened.ask(nodes, id=made["key"]["id"]))["node"] is None


async def test_a_revoked_key_is_gone_and_another_networks_key_cannot_be_revoked(
    new_network: NewNetwork,
) -> None:
    one, two = await new_network(Scope.ADMIN), await new_network(Scope.ADMIN)
    given = {"name": "a", "scopes": ["WRITE"]}
    made = (await one.ask(CREATE, input=given))["createKey"]
    refusal = [{"code": "NOT_FOUND", "path": ["id"]}]
    assert (await two.ask(REVOKE, id=made["key"]["id"]))["revokeKey"]["errors"] == refusal
    assert await Tenants(one.graph).sign_in(made["secret"])
    assert (await one.ask(REVOKE, id=made["key"]["id"]))["revokeKey"]["key"]["revokedAt"]
    assert await Tenants(one.graph).sign_in(made["secret"]) is None


async def test_odd_keys_are_refused(new_network: NewNetwork) -> None:
    admin = await new_network(Scope.ADMIN)
    for given, where in (
        ({"name": " ", "scopes": ["READ"]}, "input.name"),
        ({"name": "a", "scopes": []}, "input.scopes"),
        ({"name": "a", "scopes": ["READ"], "expiresAt": "2020-01-01T00:00:00Z"}, "input.expiresAt"),
        ({"name": "a", "scopes": ["READ"], "expiresAt": "2099-01-01T00:00:00"}, "input.expiresAt"),
    ):
        assert await admin.refusals(CREATE, **given) == [("INVALID", where)]


async def test_making_and_revoking_are_in_the_audit_trail(new_network: NewNetwork) -> None:
    admin = await new_network(Scope.ADMIN)
    made = await ApiKeys(admin.graph).create("a", [Scope.READ])
    await ApiKeys(admin.graph).revoke(made.key.id)
    rows = await admin.graph.run_statement(
        "MATCH (e:Event {tenant_id: $id, subject_id: $key}) RETURN e.action AS action, e.actor "
        "AS actor ORDER BY e.id",
        id=admin.tenant_id,
        key=made.key.id,
    )
    assert rows == [{"action": a, "actor": "cli"} for a in ("key.created", "key.revoked")]


async def test_a_replaced_key_goes_on_beside_its_successor_for_a_while(
    new_network: NewNetwork,
) -> None:
    network = await new_network(Scope.ADMIN)
    keys, tenants = ApiKeys(network.graph), Tenants(network.graph)
    old = await keys.create("site", [Scope.WRITE])
    new = await keys.replace(old.key.id, expires_at=None, overlap=timedelta(days=1))
    assert (new.key.name, new.key.scopes) == (old.key.name, old.key.scopes)
    assert await tenants.sign_in(old.secret)
    assert await tenants.sign_in(new.secret)
    later = Tenants(network.graph.at(network.graph.clock() + timedelta(days=2)))
    assert await later.sign_in(old.secret) is None
    assert await later.sign_in(new.secret)
