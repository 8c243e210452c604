"""People of a network under test, signed in at an issuer on this machine."""

from dataclasses import replace
from typing import Any

from api.settings import ApiSettings
from graph.models.issuer import IssuerInput
from graph.repositories.issuers import Issuers
from tests.integration.api.conftest import NewClient
from tests.integration.api.network import Network
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
