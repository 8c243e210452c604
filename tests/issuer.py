"""A sign-in service on this machine: it describes itself, publishes keys and signs tokens."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.listening import listening

Private = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
Json = dict[str, Any]


class Issuer:
    """An OpenID provider with keys that can be changed, and a count of who asked for them."""

    def __init__(self) -> None:
        self.url = self.named = ""
        self.keys: dict[str, tuple[str, Private]] = {}
        self.asked: list[str] = []
        self.is_down = False
        self.rotate("first")

    def rotate(self, key_id: str, algorithm: str = "RS256", *, keeps_old: bool = False) -> None:
        """Signs with a new key from now on."""
        made: Private = (
            ec.generate_private_key(ec.SECP256R1())
            if algorithm.startswith("ES")
            else rsa.generate_private_key(65_537, 2_048)
        )
        self.keys = (self.keys if keeps_old else {}) | {key_id: (algorithm, made)}

    def jwks(self) -> Json:
        """The public keys."""
        return {"keys": [self._jwk(key_id) for key_id in self.keys]}

    def _jwk(self, key_id: str) -> Json:
        algorithm, private = self.keys[key_id]
        public = private.public_key()
        told: Json = (
            jwt.algorithms.RSAAlgorithm.to_jwk(public, as_dict=True)
            if isinstance(public, rsa.RSAPublicKey)
            else jwt.algorithms.ECAlgorithm.to_jwk(public, as_dict=True)
        )
        return told | {"kid": key_id, "use": "sig", "alg": algorithm}

    def claims(self, **changes: Any) -> Json:
        """The claims of a good token; None takes one away."""
        now = int(time.time())
        given = {"iss": self.named, "sub": "anne", "iat": now, "exp": now + 300} | changes
        return {name: value for name, value in given.items() if value is not None}

    def sign(self, key_id: str | None = None, **changes: Any) -> str:
        """A token, by default of the newest key."""
        key_id = key_id or list(self.keys)[-1]
        algorithm, private = self.keys[key_id]
        return jwt.encode(self.claims(**changes), private, algorithm, headers={"kid": key_id})

    def signed_by_stranger(self, **changes: Any) -> str:
        """A token that names the newest key, and was signed with another."""
        stranger = rsa.generate_private_key(65_537, 2_048)
        key_id = list(self.keys)[-1]
        return jwt.encode(self.claims(**changes), stranger, "RS256", headers={"kid": key_id})

    def unsigned(self, **changes: Any) -> str:
        """A token with `alg: none`."""
        return jwt.encode(self.claims(**changes), "", "none", headers={"kid": list(self.keys)[-1]})

    def signed_with_public_key(self, **changes: Any) -> str:
        """A token with `alg: HS256`, signed with the text of the public key as a shared secret."""
        key_id = list(self.keys)[-1]
        secret = json.dumps(self._jwk(key_id)).encode()
        head = {"alg": "HS256", "typ": "JWT", "kid": key_id}
        parts = [_b64(json.dumps(part).encode()) for part in (head, self.claims(**changes))]
        signature = hmac.new(secret, ".".join(parts).encode(), hashlib.sha256).digest()
        return ".".join([*parts, _b64(signature)])

    async def describe(self, request: Request) -> Response:
        """OpenID Connect Discovery."""
        self.asked.append("description")
        if self.is_down:
            return Response(status_code=503)
        base = str(request.base_url).rstrip("/")
        return JSONResponse({"issuer": self.named, "jwks_uri": f"{base}/keys"})

    async def publish(self, request: Request) -> Response:  # noqa: ARG002  # Starlette's signature
        """The key set."""
        self.asked.append("keys")
        return JSONResponse(self.jwks())


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


@asynccontextmanager
async def serving_issuer() -> AsyncIterator[Issuer]:
    """An issuer that answers on a free port of this machine."""
    issuer = Issuer()
    routes = [
        Route("/.well-known/openid-configuration", issuer.describe),
        Route("/keys", issuer.publish),
    ]
    async with listening(Starlette(routes=routes)) as url:
        issuer.url = issuer.named = url
        yield issuer
