"""Tenants and their keys."""

from datetime import timedelta

import pytest

from graph.connection import Graph
from graph.errors import NotFoundError
from graph.ids import new_id
from graph.models.vocabulary import Language, Scope
from graph.repositories.tenants import ApiKeys, Tenants, make_secret
from tests.factories import new_tenant


async def test_a_tenant_is_made_once(migrated_graph: Graph) -> None:
    slug, tenants = f"test-{new_id()}", Tenants(migrated_graph)
    made = await tenants.ensure(
        slug, "Réseau", language=Language.EN, reply_to="a@b.example", is_review_required=True
    )
    assert (made.slug, made.name, made.language) == (slug, "Réseau", Language.EN)
    assert (made.reply_to, made.is_review_required) == ("a@b.example", True)
    assert await tenants.ensure(slug, "Autre nom") == made
    assert await tenants.get_by_slug(slug) == made
    assert await tenants.get(made.id) == made
    assert made in await tenants.all()


async def test_an_unknown_tenant_says_what_to_do(migrated_graph: Graph) -> None:
    with pytest.raises(NotFoundError, match="maillage keys create"):
        await Tenants(migrated_graph).get_by_slug("nobody")
    with pytest.raises(NotFoundError):
        await Tenants(migrated_graph).get(new_id())


async def test_a_key_opens_its_tenant(tenant: Graph) -> None:
    made = await ApiKeys(tenant).create("site", [Scope.READ, Scope.WRITE])
    key = await Tenants(tenant).sign_in(made.secret)
    assert key == made.key
    assert (key.tenant_id, key.name, key.scopes) == (tenant.tenant_id, "site", ("read", "write"))
    assert made.secret.startswith(key.hint)
    assert len(made.secret) - len(key.hint) > 32


async def test_the_secret_is_kept_nowhere(tenant: Graph) -> None:
    made = await ApiKeys(tenant).create("site", [Scope.READ])
    rows = await tenant.run_statement(
        "MATCH (k:ApiKey {id: $id}) RETURN properties(k) AS kept", id=made.key.id
    )
    assert made.secret not in str(rows)
    assert "hash" in rows[0]["kept"]
    assert "hash" not in str(await tenant.read("list_api_keys")).replace("'hash': None", "")


WRONG = ["", "mlg_live_", "mlg_live_abc", "clé", pytest.param(make_secret(), id="of-nobody")]


@pytest.mark.parametrize("wrong", WRONG)
async def test_any_other_string_opens_nothing(migrated_graph: Graph, wrong: str) -> None:
    assert await Tenants(migrated_graph).sign_in(wrong) is None


async def test_a_revoked_key_opens_nothing_from_its_first_day_on(tenant: Graph) -> None:
    keys, made = ApiKeys(tenant), await ApiKeys(tenant).create("site", [Scope.READ])
    revoked = await keys.revoke(made.key.id)
    assert revoked.revoked_at
    assert await Tenants(tenant).sign_in(made.secret) is None
    assert (await keys.revoke(made.key.id)).revoked_at == revoked.revoked_at
    assert [key.id for key in await keys.all()] == [made.key.id]


async def test_an_expired_key_opens_nothing(tenant: Graph) -> None:
    past = tenant.clock() - timedelta(seconds=1)
    expired = await ApiKeys(tenant).create("site", [Scope.READ], expires_at=past)
    live = await ApiKeys(tenant).create("site", [Scope.READ], expires_at=past + timedelta(hours=1))
    assert await Tenants(tenant).sign_in(expired.secret) is None
    assert await Tenants(tenant).sign_in(live.secret) == live.key


async def test_keys_of_others_cannot_be_revoked(tenant: Graph, migrated_graph: Graph) -> None:
    theirs = await ApiKeys(await new_tenant(migrated_graph)).create("site", [Scope.READ])
    with pytest.raises(NotFoundError, match="maillage keys list"):
        await ApiKeys(tenant).revoke(theirs.key.id)
    assert await Tenants(migrated_graph).sign_in(theirs.secret) == theirs.key


async def test_nobody_gets_a_key(migrated_graph: Graph) -> None:
    with pytest.raises(NotFoundError):
        await ApiKeys(migrated_graph.for_tenant(new_id())).create("site", [Scope.READ])
