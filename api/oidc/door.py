"""Where tokens are taken: what reads them, and fetches keys, is loaded at the first one.

Most networks call with keys alone. The libraries of tokens and TLS are 15 MB and a tenth of a
second, which a process that sees no token does not spend.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING

from api.caller import Caller
from graph.connection import Graph

if TYPE_CHECKING:
    from api.oidc.people import People


class TokenDoor:
    """Signs people in by tokens. Made by `token_door`, which closes what this one opens."""

    def __init__(
        self, graph: Graph, stack: AsyncExitStack, clock: Callable[[], float], *, trusts_local: bool
    ) -> None:
        self._graph = graph
        self._stack = stack
        self._clock = clock
        self._trusts_local = trusts_local
        self._people: People | None = None
        self._opening = asyncio.Lock()

    async def sign_in(self, token: str) -> tuple[Caller, float]:
        """See `api.oidc.people.People.sign_in`."""
        async with self._opening:
            self._people = self._people or await self._open()
        return await self._people.sign_in(token)

    async def _open(self) -> "People":
        await asyncio.to_thread(_load)
        from api.oidc.fetching import JsonFetcher, open_client
        from api.oidc.key_sets import KeySets
        from api.oidc.people import People

        client = await self._stack.enter_async_context(open_client())
        fetch = JsonFetcher(client, trusts_local=self._trusts_local)
        return People(self._graph, KeySets(fetch, self._clock), self._clock)


@asynccontextmanager
async def token_door(
    graph: Graph, *, trusts_local: bool, clock: Callable[[], float] = time.monotonic
) -> AsyncIterator[TokenDoor]:
    """A door for tokens. `clock` tells how long keys and issuers are remembered."""
    async with AsyncExitStack() as stack:
        yield TokenDoor(graph, stack, clock, trusts_local=trusts_local)


def _load() -> None:
    """In a thread of its own: requests with keys are answered meanwhile."""
    import api.oidc.people  # noqa: F401  # the import is the work
