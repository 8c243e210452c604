"""From a token to a caller: whose issuer it is, which role the claims give, whom they stand for."""

import hashlib
import time
from collections.abc import Callable
from typing import Any

from api.caller import Caller
from api.oidc.errors import NoRoleError, TokenError
from api.oidc.key_sets import KeySets
from api.oidc.tokens import Claims, unverified, verified
from api.recent import Recent
from graph.connection import Graph
from graph.models.issuer import Issuer
from graph.models.vocabulary import PartyKind, Role
from graph.repositories.issuers import Issuers, issuers_of_url

REMEMBERED_S = 5.0
MOST_REMEMBERED = 256
UNKNOWN = "No network takes tokens of this issuer for this audience: see `maillage issuers`."


class People:
    """Signs people in by tokens of their network's sign-in service."""

    def __init__(
        self, graph: Graph, key_sets: KeySets, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._graph = graph
        self._key_sets = key_sets
        self._clock = clock
        self._issuers: Recent[str, tuple[float, list[Issuer]]] = Recent(MOST_REMEMBERED)

    async def sign_in(self, token: str) -> tuple[Caller, float]:
        """The caller, and the moment (Unix time) to which the token is good.

        Raises:
            TokenError: the token is not taken.
            NoRoleError: the person is nobody here.
            IssuerUnavailableError: nobody can tell now.
        """
        header, claims = unverified(token)
        issuer = await self._issuer_of(claims)
        jwk = await self._key_sets.find(issuer.url, header.get("kid"))
        if jwk is None:
            raise TokenError("The issuer has no key of this token's key id.")
        claims = verified(token, issuer, header["alg"], jwk)
        return await self._caller(issuer, claims), float(claims["exp"]) + issuer.leeway_s

    async def _issuer_of(self, claims: Claims) -> Issuer:
        url, named = claims.get("iss"), claims.get("aud")
        audiences = named if isinstance(named, list) else [named]
        found = await self._trusted(url) if isinstance(url, str) else []
        if not found:
            raise TokenError(UNKNOWN)
        meant = [issuer for issuer in found if issuer.audience in audiences]
        if len(meant) != 1:
            # Of two networks, none is chosen.
            raise TokenError(UNKNOWN if meant else "This token was issued for another audience.")
        return meant[0]

    async def _trusted(self, url: str) -> list[Issuer]:
        """Remembered for 5 s, strangers too: so long a removed one may work."""
        looked_up_at, found = self._issuers.get(url, (float("-inf"), []))
        if self._clock() - looked_up_at >= REMEMBERED_S:
            found = await issuers_of_url(self._graph, url)
            self._issuers[url] = (self._clock(), found)
        return found

    async def _caller(self, issuer: Issuer, claims: Claims) -> Caller:
        role = issuer.role_of(_words(_at(claims, issuer.role_claim)))
        if role is None:
            raise NoRoleError(
                f"This account has no role in the network: its claim `{issuer.role_claim}` "
                "gives none. Ask your network's staff."
            )
        subject = hashlib.sha256(f"{issuer.url} {claims['sub']}".encode()).hexdigest()
        return Caller(
            tenant_id=issuer.tenant_id,
            # A subject may be an address: it is not written into the audit trail as it is.
            actor=f"person:{subject[:32]}",
            name="",
            role=role,
            party_id=None if role is Role.STAFF else await self._party_of(issuer, role, claims),
            documents=issuer.documents,
        )

    async def _party_of(self, issuer: Issuer, role: Role, claims: Claims) -> str:
        key = _at(claims, issuer.party_claim)
        graph = self._graph.for_tenant(issuer.tenant_id)
        found = await Issuers(graph).party_of(key) if isinstance(key, str) and key else None
        if found is None or (found[1] is PartyKind.MENTOR) != (role is Role.MENTOR):
            raise NoRoleError(
                f"This account stands for nobody of the network: its claim `{issuer.party_claim}` "
                f"must be the external key of a {role.lower()}. Ask your network's staff."
            )
        return found[0]


def _at(claims: Claims, path: str) -> Any:
    """The claim at a dotted path; one whose own name has dots goes before."""
    if path in claims:
        return claims[path]
    found: Any = claims
    for name in path.split("."):
        found = found.get(name) if isinstance(found, dict) else None
    return found


def _words(value: Any) -> frozenset[str]:
    """The values of a claim that is one word, or a list of words."""
    values = value if isinstance(value, list) else [value]
    return frozenset(each for each in values if isinstance(each, str))
