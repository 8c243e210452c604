"""People of a network under test, signed in at an issuer on this machine."""

from dataclasses import replace
from typing import Any

from api.settings import ApiSettings
from graph.models.issuer import IssuerInput
from graph.repositories.issuers import Issuers
from tests.integration.api.conftest import NewClient
from tests.integration.api.network import Json, Network
from tests.integration.api.test_matching import suggest
from tests.issuer import Issuer

SETTINGS = ApiSettings(trusts_local_issuers=True)


def audience_of(network: Network) -> str:
    """What tokens for a network must name."""
    return f"maillage:{network.tenant_id}"


async def trust(network: Network, issuer: Issuer, **changes: Any) -> None:
    """Makes a network take an issuer's tokens."""
    given = {"url": issuer.named, "audience": audience_of(network)} | changes
    await Issuers(network.graph).save(IssuerInput.model_validate(given), actor="test")


async def person(
    network: Network, issuer: Issuer, new_client: NewClient, role: str, **claims: Any
) -> Network:
    """The same network, called by somebody with this role."""
    token = issuer.sign(aud=audience_of(network), roles=[role], **claims)
    return replace(network, client=await new_client(token))


async def two_sides(
    network: Network, issuer: Issuer, new_client: NewClient
) -> tuple[Network, Network, Json]:
    """A company, a mentor, and the ids of what they and a third party have."""
    await trust(network, issuer)
    ids: Json = {
        "seeker": await network.register_sme(
            "Forge", externalKey="forge", email=network.address("f")
        ),
        "giver": await network.register_mentor(
            "Anne", externalKey="anne", email=network.address("a")
        ),
        "third": await network.register_sme("Tiers secret", externalKey="third"),
    }
    ids["need"] = await network.register_need(ids["seeker"], "Voir les défauts")
    ids["other_need"] = await network.register_need(ids["third"], "Besoin secret")
    ids["offer"] = await network.register_offer(ids["giver"], "Voir par caméra", capacity=2)
    ids["match"] = await suggest(network, ids["need"], ids["offer"])
    ids["other_match"] = await suggest(network, ids["other_need"], ids["offer"])
    seeker, giver = ({"sub": key, "maillage_party": key} for key in ("forge", "anne"))
    company = await person(network, issuer, new_client, "company", **seeker)
    mentor = await person(network, issuer, new_client, "mentor", **giver)
    return company, mentor, ids
