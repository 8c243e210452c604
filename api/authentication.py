"""Who calls: the key in the Authorization header, looked up at most every five seconds."""

import time
from collections import OrderedDict

from api.context import Caller
from api.errors import UnauthenticatedError
from graph.connection import Graph
from graph.models.entities import ApiKey
from graph.repositories.tenants import Tenants, hash_secret

REMEMBERED_S = 5.0
MOST_REMEMBERED = 1_024
HOW_TO = (
    "Send a key of your network as `Authorization: Bearer mlg_live_…`; "
    "`maillage keys create` makes one."
)


class Authenticator:
    """Signs callers in. A key is remembered by its hash for 5 s: so long a revoked one may work."""

    def __init__(self, graph: Graph) -> None:
        self._tenants = Tenants(graph)
        self._remembered: OrderedDict[str, tuple[float, ApiKey]] = OrderedDict()

    async def sign_in(self, header: str | None) -> Caller:
        """The caller behind an Authorization header.

        Raises:
            UnauthenticatedError: no key, or one that opens nothing.
            GraphUnavailableError: Neo4j does not answer.
        """
        if not header:
            raise UnauthenticatedError(f"This needs a key. {HOW_TO}")
        scheme, _, secret = header.partition(" ")
        if scheme.lower() != "bearer":
            raise UnauthenticatedError(f"The Authorization header names no bearer key. {HOW_TO}")
        key = await self._find(secret.strip())
        if key is None:
            raise UnauthenticatedError(
                f"This key opens nothing: it is mistyped, revoked or expired. {HOW_TO}"
            )
        return Caller(key)

    async def _find(self, secret: str) -> ApiKey | None:
        hashed = hash_secret(secret)
        looked_up_at, key = self._remembered.get(hashed, (float("-inf"), None))
        if time.monotonic() - looked_up_at < REMEMBERED_S:
            return key
        self._remembered.pop(hashed, None)
        found = await self._tenants.sign_in(secret)
        if found is not None:
            self._remembered[hashed] = (time.monotonic(), found)
            if len(self._remembered) > MOST_REMEMBERED:
                self._remembered.popitem(last=False)
        return found
