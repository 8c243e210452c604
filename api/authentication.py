"""Who calls: the key or the token in the Authorization header, looked at every five seconds."""

import time
from collections.abc import Callable

from api.caller import Caller
from api.errors import HOW_TO, UnauthenticatedError
from api.oidc.door import TokenDoor
from api.recent import Recent
from graph.connection import Graph
from graph.repositories.tenants import KEY_PREFIX, Tenants, hash_secret

REMEMBERED_S = 5.0
MOST_REMEMBERED = 1_024


class Authenticator:
    """Signs callers in. A caller is remembered for 5 s: so long a revoked key may work."""

    def __init__(
        self, graph: Graph, door: TokenDoor, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._tenants = Tenants(graph)
        self._door = door
        self._clock = clock
        self._remembered: Recent[str, tuple[float, float, Caller]] = Recent(MOST_REMEMBERED)

    async def sign_in(self, header: str | None) -> Caller:
        """The caller behind an Authorization header.

        Raises:
            UnauthenticatedError: no key or token, or one that opens nothing.
            NoRoleError: a token of a person who is nobody in the network.
            IssuerUnavailableError: a token's issuer does not answer.
            GraphUnavailableError: Neo4j does not answer.
        """
        if not header:
            raise UnauthenticatedError(f"This needs a key. {HOW_TO}")
        scheme, _, secret = header.partition(" ")
        if scheme.lower() != "bearer":
            raise UnauthenticatedError(f"The Authorization header names no bearer key. {HOW_TO}")
        return await self._find(secret.strip())

    async def _find(self, secret: str) -> Caller:
        # In memory, too, a key is only known by its hash.
        hashed = hash_secret(secret)
        found = self._remembered.get(hashed)
        if found and self._clock() - found[0] < REMEMBERED_S and time.time() < found[1]:
            return found[2]
        self._remembered.pop(hashed, None)
        is_token = secret.count(".") == 2 and not secret.startswith(KEY_PREFIX)  # noqa: PLR2004  # RFC 7515
        looked_up = self._door.sign_in(secret) if is_token else self._by_key(secret)
        caller, good_until = await looked_up
        self._remembered[hashed] = (self._clock(), good_until, caller)
        return caller

    async def _by_key(self, secret: str) -> tuple[Caller, float]:
        key = await self._tenants.sign_in(secret)
        if key is None:
            raise UnauthenticatedError(
                f"This key opens nothing: it is mistyped, revoked or expired. {HOW_TO}"
            )
        good_until = key.expires_at.timestamp() if key.expires_at else float("inf")
        return Caller.of_key(key), good_until
