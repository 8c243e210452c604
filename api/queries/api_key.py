"""The keys of the network."""

import strawberry

from api.context import Info
from api.fields import resolved
from api.types.api_key import ApiKey
from graph.repositories.tenants import ApiKeys


@strawberry.type
class ApiKeyQueries:
    """For those who manage keys."""

    @resolved(
        "All keys of the network, oldest first, revoked ones too. Needs a key with the scope "
        "`admin`."
    )
    async def keys(self, info: Info) -> list[ApiKey]:
        """A short list, read whole."""
        return [ApiKey.of(key) for key in await ApiKeys(info.context.graph).all()]
