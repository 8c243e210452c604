"""The sign-in services of the network."""

import strawberry

from api.context import Info
from api.fields import resolved
from api.types.issuer import Issuer
from graph.repositories.issuers import Issuers


@strawberry.type
class IssuerQueries:
    """For those who manage sign-in."""

    @resolved(
        "The sign-in services whose tokens the network takes. Needs a key with the scope `admin`."
    )
    async def issuers(self, info: Info) -> list[Issuer]:
        """A short list, read whole."""
        return [Issuer.of(each) for each in await Issuers(info.context.graph).all()]
