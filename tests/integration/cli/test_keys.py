"""`maillage keys`: what is printed, and what the key then opens."""

from datetime import timedelta
from pathlib import Path

import pytest

from graph.connection import Graph
from graph.errors import NotFoundError
from graph.ids import new_id
from graph.models.vocabulary import DocumentMode, Scope
from graph.repositories.tenants import OVERLAP, ApiKeys, Tenants
from tests.integration.cli.conftest import Maillage, done, flat

PERMISSIONS = Path(__file__).parents[3] / "docs" / "api" / "permissions.md"


async def secret_of(maillage: Maillage, slug: str, *options: str) -> str:
    """The secret of a new key: the one line on standard output."""
    (secret,) = done(
        await maillage("keys", "create", "site", "--tenant", slug, *options)
    ).stdout.splitlines()
    return secret


async def test_a_key_is_shown_once_and_opens_its_new_network(
    maillage: Maillage, root: Graph
) -> None:
    slug = f"test-{new_id()}"
    secret = await secret_of(maillage, slug, "--title", "Réseau du Centre")
    key = await Tenants(root).sign_in(secret)
    assert key is not None
    assert (key.name, key.scopes, key.expires_at) == ("site", (Scope.READ,), None)
    assert (await Tenants(root).get(key.tenant_id)).name == "Réseau du Centre"
    listed = done(await maillage("keys", "list", "--tenant", slug)).stdout
    assert listed.startswith(f"{key.id}  {key.hint}…  read  ")
    assert listed.endswith("  live  site\n")
    assert secret not in listed


async def test_options_of_a_key_are_kept(maillage: Maillage, root: Graph, slug: str) -> None:
    options = ("--scope", "staff", "--days", "2", "--documents", "ONLY")
    key = await Tenants(root).sign_in(await secret_of(maillage, slug, *options))
    assert key is not None
    assert (key.scopes, key.documents) == ((Scope.STAFF,), DocumentMode.ONLY)
    assert key.expires_at is not None
    assert timedelta(0) <= root.clock() + timedelta(days=2) - key.expires_at < timedelta(minutes=1)
    listed = done(await maillage("keys", "list", "--tenant", slug)).stdout
    assert f"live until {key.expires_at:%Y-%m-%d}" in listed


async def test_a_rotated_key_goes_on_beside_the_new_one(
    maillage: Maillage, root: Graph, slug: str
) -> None:
    options = ("--scope", "write", "--documents", "PREFER")
    before = await secret_of(maillage, slug, *options)
    old = await Tenants(root).sign_in(before)
    assert old is not None
    rotated = done(await maillage("keys", "rotate", old.id, "--tenant", slug))
    (after,) = rotated.stdout.splitlines()
    new, old = await Tenants(root).sign_in(after), await Tenants(root).sign_in(before)
    assert new is not None
    assert old is not None
    assert (new.scopes, new.documents, new.name) == (old.scopes, old.documents, old.name)
    assert (new.id != old.id, new.expires_at) == (True, None)
    assert old.expires_at is not None
    assert timedelta(0) <= root.clock() + OVERLAP - old.expires_at < timedelta(minutes=1)


async def test_without_overlap_the_old_key_ends_at_once(
    maillage: Maillage, root: Graph, slug: str
) -> None:
    before = await secret_of(maillage, slug)
    old = await Tenants(root).sign_in(before)
    assert old is not None
    words = ("keys", "rotate", old.id, "--tenant", slug, "--overlap-days", "0", "--days", "30")
    (after,) = done(await maillage(*words)).stdout.splitlines()
    assert await Tenants(root).sign_in(before) is None
    new = await Tenants(root).sign_in(after)
    assert new is not None
    assert new.expires_at is not None
    assert "expired" in done(await maillage("keys", "list", "--tenant", slug)).stdout


async def test_a_revoked_key_opens_nothing_and_cannot_be_rotated(
    maillage: Maillage, root: Graph, slug: str
) -> None:
    secret = await secret_of(maillage, slug)
    key = await Tenants(root).sign_in(secret)
    assert key is not None
    assert "revoked" in flat(done(await maillage("keys", "revoke", key.id, "--tenant", slug)))
    assert await Tenants(root).sign_in(secret) is None
    assert "  revoked " in done(await maillage("keys", "list", "--tenant", slug)).stdout
    refused = await maillage("keys", "rotate", key.id, "--tenant", slug)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "no live key has the id" in str(refused.exception)


@pytest.mark.parametrize("command", ["rotate", "revoke"])
async def test_a_key_of_another_network_is_unknown(
    maillage: Maillage, root: Graph, network: Graph, slug: str, command: str
) -> None:
    theirs = await ApiKeys(network).create("theirs", [Scope.READ])
    ours = f"test-{new_id()}"
    await secret_of(maillage, ours)
    refused = await maillage("keys", command, theirs.key.id, "--tenant", ours)
    assert refused.exit_code == 1
    assert isinstance(refused.exception, NotFoundError)
    assert await Tenants(root).sign_in(theirs.secret) == theirs.key
    assert theirs.key.id in done(await maillage("keys", "list", "--tenant", slug)).stdout


async def test_a_network_without_keys_is_told_how_to_make_one(
    maillage: Maillage, slug: str
) -> None:
    result = done(await maillage("keys", "list", "--tenant", slug))
    assert result.stdout == ""
    assert "maillage keys create" in flat(result)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("create", "site", "--scope", "BOSS"), "--scope"),
        (("create", "site", "--documents", "some"), "--documents"),
        (("create", "site", "--days", "-1"), "--days"),
        (("create", "site", "--days", "soon"), "--days"),
        (("create",), "Missing argument 'name'"),
        (("rotate", "x", "--overlap-days", "-1"), "--overlap-days"),
        (("rotate",), "Missing argument 'key_id'"),
        (("revoke",), "Missing argument 'key_id'"),
    ],
)
async def test_what_cannot_be_meant_is_refused_before_anything_happens(
    maillage: Maillage, network: Graph, slug: str, words: tuple[str, ...], told: str
) -> None:
    result = await maillage("keys", *words, "--tenant", slug)
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in flat(result)
    assert await ApiKeys(network).all() == []


@pytest.mark.parametrize("words", [("list",), ("rotate", "x"), ("revoke", "x")])
async def test_an_unknown_network_is_told(maillage: Maillage, words: tuple[str, ...]) -> None:
    result = await maillage("keys", *words, "--tenant", f"nobody-{new_id()}")
    assert result.exit_code == 1
    assert isinstance(result.exception, NotFoundError)


async def test_permissions_are_printed_as_the_documents_have_them(maillage: Maillage) -> None:
    result = done(await maillage("keys", "permissions"))
    assert result.stdout == PERMISSIONS.read_text("utf-8")
