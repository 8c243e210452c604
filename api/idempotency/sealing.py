"""Kept answers are sealed: they may hold a new key, or addresses.

Who opens one needs the service's secret and the idempotency key, and the graph has neither.
"""

import hashlib
import hmac
import secrets

from api.idempotency.errors import AnswerLostError

NONCE_BYTES = 12


class Seal:
    """Seals the answer of one request.

    Args:
        secret: the service's.
        actor: whose key it is: the same key of another caller is another request.
        key: the idempotency key.
    """

    def __init__(self, secret: str, actor: str, key: str) -> None:
        # 8 MB that a process spends with the first key it is given.
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        self.request_id = _derived(secret, "id", actor, key).hex()
        self._cipher = AESGCM(_derived(secret, "seal", actor, key))

    def close(self, answer: bytes) -> bytes:
        """The sealed answer."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, answer, self.request_id.encode())

    def open(self, sealed: bytes) -> bytes:
        """The answer. Raises AnswerLostError where the service's secret has changed."""
        from cryptography.exceptions import InvalidTag

        nonce, body = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
        try:
            return self._cipher.decrypt(nonce, body, self.request_id.encode())
        except InvalidTag as error:
            raise AnswerLostError from error


def _derived(secret: str, *parts: str) -> bytes:
    return hmac.digest(secret.encode(), "\0".join(("idempotency", *parts)).encode(), hashlib.sha256)
