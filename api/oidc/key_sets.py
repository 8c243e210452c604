"""The public keys of issuers: discovered, kept, and fetched again when they are changed.

A new key's first token makes them be fetched at once, yet at most every 30 s: whoever sends tokens
with invented key ids cannot make us flood the issuer. Where the issuer is down, keys that were
fetched go on for a day.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import structlog

from api.oidc.errors import IssuerUnavailableError
from api.oidc.fetching import FetchError, JsonSource
from api.recent import Recent

FRESH_S = 600.0
STALE_S = 86_400.0
BETWEEN_FETCHES_S = 30.0
BETWEEN_FAILURES_S = 5.0
MOST_ISSUERS = 256
LONG_AGO = float("-inf")
Jwk = dict[str, Any]
log = structlog.get_logger()


@dataclass
class KeySet:
    """The keys of one issuer, and when they were asked for. Times are of a monotonic clock."""

    keys: list[Jwk] = field(default_factory=list)
    fetched_at: float = LONG_AGO
    failed_at: float = LONG_AGO
    fetching: asyncio.Lock = field(default_factory=asyncio.Lock)

    def find(self, key_id: str | None) -> Jwk | None:
        """The key of this id; without an id, the only one."""
        if key_id is None:
            return self.keys[0] if len(self.keys) == 1 else None
        return next((key for key in self.keys if key.get("kid") == key_id), None)


class KeySets:
    """The keys of all issuers that somebody signed in with."""

    def __init__(self, source: JsonSource, clock: Callable[[], float] = time.monotonic) -> None:
        self._source = source
        self._clock = clock
        self._sets: Recent[str, KeySet] = Recent(MOST_ISSUERS)

    async def find(self, issuer_url: str, key_id: str | None) -> Jwk | None:
        """The issuer's key of this id; None where it has none.

        Raises:
            IssuerUnavailableError: it does not answer, and nothing of it is kept.
        """
        kept = self._kept(issuer_url)
        if kept.find(key_id) is None or self._clock() - kept.fetched_at > FRESH_S:
            async with kept.fetching:
                if self._is_due(kept, key_id):
                    await self._fetch(issuer_url, kept)
        if self._clock() - kept.fetched_at > STALE_S:
            raise IssuerUnavailableError
        return kept.find(key_id)

    def _kept(self, issuer_url: str) -> KeySet:
        kept = self._sets.get(issuer_url) or KeySet()
        self._sets[issuer_url] = kept
        return kept

    def _is_due(self, kept: KeySet, key_id: str | None) -> bool:
        age = self._clock() - kept.fetched_at
        if self._clock() - kept.failed_at < BETWEEN_FAILURES_S:
            return False
        return age > FRESH_S or (kept.find(key_id) is None and age > BETWEEN_FETCHES_S)

    async def _fetch(self, issuer_url: str, kept: KeySet) -> None:
        try:
            kept.keys = await self._discover(issuer_url)
        except FetchError as error:
            kept.failed_at = self._clock()
            log.warning("keys of an issuer not fetched", issuer=issuer_url, why=str(error))
        else:
            kept.fetched_at = self._clock()

    async def _discover(self, issuer_url: str) -> list[Jwk]:
        """By the issuer's own description (OpenID Connect Discovery 1.0, 4.3)."""
        found = await self._source(f"{issuer_url.rstrip('/')}/.well-known/openid-configuration")
        if found.get("issuer") != issuer_url:
            raise FetchError("its description names another issuer")
        keys = (await self._source(str(found.get("jwks_uri")))).get("keys")
        if not isinstance(keys, list):
            raise FetchError("no list of keys")
        return [key for key in keys if isinstance(key, dict)]
