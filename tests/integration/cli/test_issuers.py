"""`maillage issuers`: whose tokens a network takes afterwards."""

import pytest

from graph.connection import Graph
from graph.errors import NotFoundError
from graph.ids import new_id
from graph.models.vocabulary import DocumentMode
from graph.repositories.issuers import Issuers, TakenAudienceError
from graph.repositories.tenants import Tenants
from tests.integration.cli.conftest import Maillage, done, flat

URL = "https://sso.example/realms/incubator"


async def test_an_issuer_is_trusted_with_what_is_usual(
    maillage: Maillage, network: Graph, slug: str
) -> None:
    result = done(await maillage("issuers", "set", URL, "--tenant", slug))
    assert f"Tokens of {URL} for the audience maillage:{slug} are taken." in flat(result)
    (saved,) = await Issuers(network).all()
    assert (saved.url, saved.audience) == (URL, f"maillage:{slug}")
    assert saved.algorithms == ("RS256", "ES256")
    assert (saved.role_claim, saved.party_claim) == ("roles", "maillage_party")
    assert saved.staff_values + saved.company_values + saved.mentor_values == (
        "staff",
        "company",
        "mentor",
    )
    listed = done(await maillage("issuers", "list", "--tenant", slug)).stdout
    assert listed == f"{saved.id}  {URL}  maillage:{slug}  RS256 ES256\n"


async def test_every_option_is_kept_and_setting_it_again_changes_it(
    maillage: Maillage, network: Graph, slug: str
) -> None:
    audience = f"site-{slug}"
    given = {
        "--audience": [audience],
        "--algorithm": ["EdDSA"],
        "--role-claim": ["realm_access.roles"],
        "--staff": ["team", "board"],
        "--company": ["firm"],
        "--mentor": ["coach"],
        "--party-claim": ["party.key"],
        "--documents": ["ONLY"],
    }
    options = [word for name, values in given.items() for value in values for word in (name, value)]
    done(await maillage("issuers", "set", URL, "--tenant", slug, *options))
    (saved,) = await Issuers(network).all()
    assert (saved.audience, saved.algorithms) == (audience, ("EdDSA",))
    assert (saved.staff_values, saved.company_values) == (("team", "board"), ("firm",))
    assert (saved.mentor_values, saved.role_claim) == (("coach",), "realm_access.roles")
    assert (saved.party_claim, saved.documents) == ("party.key", DocumentMode.ONLY)

    done(await maillage("issuers", "set", URL, "--tenant", slug, "--audience", audience))
    (changed,) = await Issuers(network).all()
    assert (changed.id, changed.documents) == (saved.id, DocumentMode.OPEN)


@pytest.mark.parametrize(
    ("url", "options", "told"),
    [
        ("sso.example", (), "an issuer is an https address"),
        (f"{URL}?realm=x", (), "an issuer is an https address"),
        (URL, ("--algorithm", "HS256"), "'HS256' is not taken"),
        (URL, ("--algorithm", "none"), "'none' is not taken"),
        (URL, ("--staff", "boss", "--mentor", "boss"), "name each value once"),
        (URL, ("--audience", "maillage:another"), "leave --audience out"),
        (URL, ("--documents", "some"), "'some' is not one of"),
        (URL, ("--role-claim", " "), "at least 1 character"),
    ],
)
async def test_what_must_not_be_trusted_is_refused_with_the_reason(
    maillage: Maillage, network: Graph, slug: str, url: str, options: tuple[str, ...], told: str
) -> None:
    result = await maillage("issuers", "set", url, "--tenant", slug, *options)
    assert result.exit_code == 2
    assert told in flat(result)
    assert await Issuers(network).all() == []


async def test_an_audience_of_another_network_is_refused(
    maillage: Maillage, root: Graph, network: Graph, slug: str
) -> None:
    other = f"test-{new_id()}"
    await Tenants(root).ensure(other, "Un autre")
    audience = ("--audience", f"shared-{slug}")
    done(await maillage("issuers", "set", URL, "--tenant", slug, *audience))
    refused = await maillage("issuers", "set", URL, "--tenant", other, *audience)
    assert refused.exit_code == 1
    assert isinstance(refused.exception, TakenAudienceError)
    assert len(await Issuers(network).all()) == 1


async def test_a_removed_issuer_is_trusted_no_more(
    maillage: Maillage, network: Graph, slug: str
) -> None:
    done(await maillage("issuers", "set", URL, "--tenant", slug))
    (saved,) = await Issuers(network).all()
    result = done(await maillage("issuers", "remove", saved.id, "--tenant", slug))
    assert "no longer taken" in flat(result)
    assert await Issuers(network).all() == []
    again = await maillage("issuers", "remove", saved.id, "--tenant", slug)
    assert again.exit_code == 1
    assert isinstance(again.exception, NotFoundError)
    empty = done(await maillage("issuers", "list", "--tenant", slug))
    assert empty.stdout == ""
    assert "maillage issuers set" in flat(empty)


@pytest.mark.parametrize("words", [("set", URL), ("list",), ("remove", "x")])
async def test_an_unknown_network_is_told(maillage: Maillage, words: tuple[str, ...]) -> None:
    result = await maillage("issuers", *words, "--tenant", f"nobody-{new_id()}")
    assert result.exit_code == 1
    assert isinstance(result.exception, NotFoundError)
