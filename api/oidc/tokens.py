"""One token against one issuer: signature, times, audience."""

from typing import Any

import jwt
from jwt.types import Options

from api.oidc.errors import TokenError
from api.oidc.key_sets import Jwk
from graph.models.issuer import ALGORITHMS, Issuer

MAX_CHARACTERS = 8_192
REQUIRED = ["exp", "iat", "iss", "aud", "sub"]
KEY_TYPES = {"RS": "RSA", "PS": "RSA", "ES": "EC", "Ed": "OKP"}
Claims = dict[str, Any]
WHY: tuple[tuple[type[jwt.InvalidTokenError], str], ...] = (
    (jwt.ExpiredSignatureError, "This token has expired: sign in again."),
    (jwt.ImmatureSignatureError, "This token is not valid yet: check the issuer's clock."),
    (jwt.InvalidAudienceError, "This token was issued for another audience."),
    (jwt.InvalidIssuerError, "This token comes from another issuer."),
    (jwt.MissingRequiredClaimError, f"A token needs the claims {', '.join(REQUIRED)}."),
    (jwt.InvalidSignatureError, "The signature of this token does not hold."),
)


def unverified(token: str) -> tuple[dict[str, Any], Claims]:
    """Header and claims of what somebody sent: good for finding the issuer, and nothing else.

    Raises:
        TokenError: not a token, or one signed in a way that is never taken.
    """
    if len(token) > MAX_CHARACTERS:
        raise TokenError(f"A token has at most {MAX_CHARACTERS:,} characters.")
    try:
        found = jwt.decode_complete(token, options={"verify_signature": False})
    except jwt.InvalidTokenError as error:
        raise TokenError("This is neither a key nor a token: send one of them.") from error
    header, claims = found["header"], found["payload"]
    if header.get("alg") not in ALGORITHMS:
        raise TokenError("Tokens are signed asymmetrically, with RS256 or ES256 for example.")
    return header, claims


def verified(token: str, issuer: Issuer, algorithm: str, jwk: Jwk) -> Claims:
    """The claims of a token that this issuer signed for this audience, now. Raises TokenError."""
    if algorithm not in issuer.algorithms:
        raise TokenError(f"The network does not take {algorithm} from this issuer.")
    _refuse_other_keys(jwk, algorithm)
    options: Options = {"require": REQUIRED, "enforce_minimum_key_length": True}
    try:
        claims: Claims = jwt.decode(
            token,
            jwt.PyJWK.from_dict(jwk, algorithm=algorithm),
            algorithms=[algorithm],
            audience=issuer.audience,
            issuer=issuer.url,
            leeway=issuer.leeway_s,
            options=options,
        )
    except (jwt.InvalidTokenError, jwt.PyJWKError) as error:
        raise TokenError(_told(error)) from error
    return claims


def _refuse_other_keys(jwk: Jwk, algorithm: str) -> None:
    """A key serves one kind of algorithm, and signing (RFC 7517, 4)."""
    is_of_type = jwk.get("kty") == KEY_TYPES[algorithm[:2]]
    is_named = jwk.get("alg") in (None, algorithm)
    if not (is_of_type and is_named and jwk.get("use") in (None, "sig")):
        raise TokenError("The issuer's key of this id does not sign with this algorithm.")


def _told(error: Exception) -> str:
    reasons = (words for kind, words in WHY if isinstance(error, kind))
    return next(reasons, "This token cannot be used.")
