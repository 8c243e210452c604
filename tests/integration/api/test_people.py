"""People sign in with tokens of their network's own service: a real one, on this machine."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from api.oidc.fetching import FetchError, JsonFetcher, open_client
from api.oidc.key_sets import BETWEEN_FETCHES_S, FRESH_S, STALE_S
from api.settings import ApiSettings
from tests.integration.api.conftest import Clock, NewClient, NewNetwork
from tests.integration.api.network import Network
from tests.integration.api.people import SETTINGS, audience_of, person, trust
from tests.issuer import Issuer

VIEWER = "{ viewer { network { name } keyName scopes role party { name } } }"
Forge = Callable[[Issuer, str], str]


@pytest.fixture
def settings() -> ApiSettings:
    return SETTINGS


async def asked(client: httpx.AsyncClient, token: str) -> tuple[int, dict[str, Any]]:
    headers = {"authorization": f"Bearer {token}"}
    response = await client.post("/graphql", json={"query": VIEWER}, headers=headers)
    answer = response.json()
    error: dict[str, Any] = (answer.get("errors") or [{}])[0]
    code = error.get("extensions", {}).get("code")
    return response.status_code, {"code": code, "message": error.get("message"), **answer}


async def test_staff_sign_in(network: Network, issuer: Issuer, new_client: NewClient) -> None:
    await trust(network, issuer)
    staff = await person(network, issuer, new_client, "staff")
    viewer = (await staff.ask(VIEWER))["viewer"]
    assert viewer == {
        "network": {"name": "Réseau d'essai"},
        "keyName": "",
        "scopes": [],
        "role": "STAFF",
        "party": None,
    }


@pytest.mark.parametrize("role", ["company", "mentor"])
async def test_others_sign_in_as_whom_they_stand_for(
    network: Network, issuer: Issuer, new_client: NewClient, role: str
) -> None:
    await network.register_sme("Forge", externalKey="company")
    await network.register_mentor("Anne", externalKey="mentor")
    await trust(network, issuer)
    signed_in = await person(network, issuer, new_client, role, maillage_party=role)
    viewer = (await signed_in.ask(VIEWER))["viewer"]
    assert (viewer["role"], viewer["party"]["name"]) == (
        role.upper(),
        {"company": "Forge", "mentor": "Anne"}[role],
    )


REFUSED: dict[str, tuple[Forge, str]] = {
    "wrong audience": (lambda i, _: i.sign(aud="maillage:other"), "another audience"),
    "no audience": (lambda i, _: i.sign(), "another audience"),
    "wrong issuer": (lambda i, a: i.sign(aud=a, iss="https://other.example"), "No network takes"),
    "expired": (lambda i, a: i.sign(aud=a, iat=1, exp=2), "expired"),
    "not yet valid": (lambda i, a: i.sign(aud=a, nbf=4_000_000_000), "not valid yet"),
    "of the future": (lambda i, a: i.sign(aud=a, iat=4_000_000_000), "not valid yet"),
    "without expiry": (lambda i, a: i.sign(aud=a, exp=None), "needs the claims"),
    "without subject": (lambda i, a: i.sign(aud=a, sub=None), "needs the claims"),
    "alg none": (lambda i, a: i.unsigned(aud=a), "signed asymmetrically"),
    "HS for RS": (lambda i, a: i.signed_with_public_key(aud=a), "signed asymmetrically"),
    "other signer": (lambda i, a: i.signed_by_stranger(aud=a), "does not hold"),
    "changed claims": (
        lambda i, a: f"{i.sign(aud=a)[:-8]}AAAAAAAA",
        "does not hold",
    ),
    "no token": (lambda _i, _a: "a.b.c", "neither a key nor a token"),
    "too long": (lambda i, a: i.sign(aud=a, more="x" * 9_000), "at most 8,192"),
}


@pytest.mark.parametrize("case", REFUSED)
async def test_bad_tokens_are_refused_with_the_reason(
    network: Network, issuer: Issuer, anonymous: httpx.AsyncClient, case: str
) -> None:
    await trust(network, issuer)
    forge, words = REFUSED[case]
    status, answer = await asked(anonymous, forge(issuer, audience_of(network)))
    assert (status, answer["code"]) == (401, "UNAUTHENTICATED")
    assert words in answer["message"]


async def test_an_algorithm_that_the_network_did_not_choose_is_refused(
    network: Network, issuer: Issuer, anonymous: httpx.AsyncClient
) -> None:
    await trust(network, issuer, algorithms=["ES256"])
    status, answer = await asked(anonymous, issuer.sign(aud=audience_of(network), roles="staff"))
    assert (status, "RS256" in answer["message"]) == (401, True)
    issuer.rotate("curve", "ES256")
    token = issuer.sign(aud=audience_of(network), roles="staff")
    assert (await asked(anonymous, token))[0] == 401, "fetched less than 30 s ago"


async def test_keys_are_fetched_again_when_they_change(
    network: Network, issuer: Issuer, anonymous: httpx.AsyncClient, clock: Clock
) -> None:
    await trust(network, issuer)
    audience = audience_of(network)
    assert (await asked(anonymous, issuer.sign(aud=audience, roles="staff")))[0] == 200
    clock.ahead_s += BETWEEN_FETCHES_S
    issuer.rotate("second", "ES256", keeps_old=True)
    assert (await asked(anonymous, issuer.sign(aud=audience, roles="staff")))[0] == 200
    assert (await asked(anonymous, issuer.sign("first", aud=audience, roles="staff")))[0] == 200
    del issuer.keys["first"]
    assert issuer.asked == ["description", "keys"] * 2


async def test_invented_key_ids_do_not_flood_the_issuer(
    network: Network, issuer: Issuer, anonymous: httpx.AsyncClient
) -> None:
    await trust(network, issuer)
    audience = audience_of(network)
    assert (await asked(anonymous, issuer.sign(aud=audience, roles="staff")))[0] == 200
    known = issuer.keys.copy()
    for number in range(20):
        issuer.keys = {f"invented-{number}": known["first"]}
        token = issuer.sign(aud=audience, roles="staff")
        issuer.keys = known
        status, answer = await asked(anonymous, token)
        assert (status, "no key" in answer["message"]) == (401, True)
    assert issuer.asked == ["description", "keys"]


async def test_an_issuer_that_is_down_is_told_as_such_and_asked_seldom(
    network: Network, issuer: Issuer, anonymous: httpx.AsyncClient
) -> None:
    await trust(network, issuer)
    issuer.is_down = True
    for number in range(5):
        token = issuer.sign(aud=audience_of(network), roles="staff", jti=str(number))
        status, answer = await asked(anonymous, token)
        assert (status, answer["code"]) == (503, "UNAVAILABLE")
        assert answer["errors"][0]["extensions"]["retryable"]
    assert issuer.asked == ["description"]


async def test_kept_keys_outlive_an_issuer_that_is_down(
    network: Network, issuer: Issuer, anonymous: httpx.AsyncClient, clock: Clock
) -> None:
    await trust(network, issuer)
    audience = audience_of(network)
    assert (await asked(anonymous, issuer.sign(aud=audience, roles="staff")))[0] == 200
    issuer.is_down = True
    clock.ahead_s += FRESH_S
    assert (await asked(anonymous, issuer.sign(aud=audience, roles="staff", jti="2")))[0] == 200
    assert issuer.asked == ["description", "keys", "description"]
    clock.ahead_s += STALE_S
    assert (await asked(anonymous, issuer.sign(aud=audience, roles="staff", jti="3")))[0] == 503


async def test_a_description_of_another_issuer_is_not_believed(
    network: Network, issuer: Issuer, anonymous: httpx.AsyncClient
) -> None:
    await trust(network, issuer)
    token = issuer.sign(aud=audience_of(network), roles="staff")
    issuer.named = "https://other.example"
    assert (await asked(anonymous, token))[0] == 503


@pytest.mark.parametrize(
    ("claims", "words"),
    [
        ({}, "`roles` gives none"),
        ({"roles": ["visitor", 7]}, "`roles` gives none"),
        ({"roles": "company"}, "stands for nobody"),
        ({"roles": "company", "maillage_party": "unknown"}, "stands for nobody"),
        ({"roles": "company", "maillage_party": "mentor"}, "stands for nobody"),
        ({"roles": "mentor", "maillage_party": ["mentor"]}, "stands for nobody"),
    ],
)
async def test_who_is_nobody_here_is_told_so(
    network: Network,
    issuer: Issuer,
    anonymous: httpx.AsyncClient,
    claims: dict[str, Any],
    words: str,
) -> None:
    await network.register_mentor("Anne", externalKey="mentor")
    await trust(network, issuer)
    status, answer = await asked(anonymous, issuer.sign(aud=audience_of(network), **claims))
    assert (status, answer["code"]) == (403, "NO_ROLE")
    assert words in answer["message"]


async def test_inner_claims_are_found_by_their_path(
    network: Network, issuer: Issuer, anonymous: httpx.AsyncClient
) -> None:
    await trust(network, issuer, role_claim="realm_access.roles", staff_values=["team"])
    token = issuer.sign(aud=audience_of(network), realm_access={"roles": ["team"]})
    assert (await asked(anonymous, token))[0] == 200


async def test_the_audience_tells_the_network(
    new_network: NewNetwork, issuer: Issuer, new_client: NewClient
) -> None:
    one, two = await new_network(name="Un"), await new_network(name="Deux")
    await trust(one, issuer)
    await trust(two, issuer)
    staff = await person(two, issuer, new_client, "staff")
    assert (await staff.ask(VIEWER))["viewer"]["network"]["name"] == "Deux"
    both = issuer.sign(aud=[audience_of(one), audience_of(two)], roles="staff")
    status, answer = await asked(staff.client, both)
    assert (status, "No network takes" in answer["message"]) == (401, True)


async def test_nothing_private_is_fetched_unless_the_operator_says_so(issuer: Issuer) -> None:
    async with open_client() as client:
        fetch = JsonFetcher(client, trusts_local=False)
        with pytest.raises(FetchError, match="https"):
            await fetch(f"{issuer.url}/keys")
        assert await JsonFetcher(client, trusts_local=True)(f"{issuer.url}/keys") == issuer.jwks()
