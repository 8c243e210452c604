"""Reading a small JSON document from an address that a network's administrator has named."""

import ipaddress
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

import httpx
import orjson

TIMEOUT_S = 3.0
MAX_BYTES = 200_000
JsonSource: TypeAlias = Callable[[str], Awaitable[dict[str, Any]]]


class FetchError(Exception):
    """Nothing usable came from an address."""


def open_client() -> httpx.AsyncClient:
    """A client that follows nobody elsewhere, and waits for nobody long."""
    return httpx.AsyncClient(timeout=TIMEOUT_S, follow_redirects=False, trust_env=False)


class JsonFetcher:
    """Fetches JSON objects over TLS, and nothing from this machine or its private network.

    Args:
        client: see `open_client`.
        trusts_local: takes plain http and private addresses, too: for a sign-in service beside us.
    """

    def __init__(self, client: httpx.AsyncClient, *, trusts_local: bool) -> None:
        self._client = client
        self._trusts_local = trusts_local

    async def __call__(self, url: str) -> dict[str, Any]:
        """The object at an address. Raises FetchError."""
        if not (self._trusts_local or url.startswith("https://")):
            raise FetchError("not an https address")
        try:
            async with self._client.stream("GET", url) as response:
                self._refuse_private(response)
                if response.status_code != httpx.codes.OK:
                    raise FetchError(f"status {response.status_code}")
                found = orjson.loads(await _bounded(response))
        except (httpx.HTTPError, httpx.InvalidURL, orjson.JSONDecodeError) as error:
            raise FetchError(type(error).__name__) from error
        if not isinstance(found, dict):
            raise FetchError("not an object")
        return found

    def _refuse_private(self, response: httpx.Response) -> None:
        """Looks at where the connection went: a name may lead anywhere, also later."""
        if self._trusts_local:
            return
        host, *_ = response.extensions["network_stream"].get_extra_info("server_addr")
        if not ipaddress.ip_address(host).is_global:
            raise FetchError("a private address")


async def _bounded(response: httpx.Response) -> bytes:
    body = bytearray()
    async for part in response.aiter_bytes():
        body += part
        if len(body) > MAX_BYTES:
            raise FetchError("too long")
    return bytes(body)
