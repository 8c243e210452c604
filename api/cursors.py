"""Keyset cursors: opaque, signed, and of no use in another list or network."""

import binascii
import hmac
import json
from base64 import b64decode, urlsafe_b64encode
from typing import Any

from api.errors import BadInputError

SIGNATURE_BYTES = 16


class CursorSigner:
    """Signs positions in the lists of one tenant."""

    def __init__(self, secret: str, tenant_id: str) -> None:
        self._secret = secret
        self._tenant_id = tenant_id

    def of_list(self, name: str, filters: dict[str, Any]) -> "ListCursors":
        """Cursors of one list with these filters."""
        bound = json.dumps([self._tenant_id, name, filters], sort_keys=True, default=str)
        key = hmac.digest(self._secret.encode(), f"maillage.cursor.{bound}".encode(), "sha256")
        return ListCursors(key)


class ListCursors:
    """The cursors of one list."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def sign(self, position: str) -> str:
        """The cursor of the item with this id."""
        raw = position.encode()
        return urlsafe_b64encode(self._signature(raw) + raw).decode().rstrip("=")

    def read(self, cursor: str | None, argument: str = "after") -> str | None:
        """The id in a cursor. Raises BadInputError for one of another list."""
        if cursor is None:
            return None
        try:
            padded = cursor.encode() + b"=" * (-len(cursor) % 4)
            found = b64decode(padded, altchars=b"-_", validate=True)
            position = found[SIGNATURE_BYTES:].decode()
        except (binascii.Error, UnicodeError):
            position = None
        # The whole text is compared: several texts stand for the same bytes.
        if position is None or not hmac.compare_digest(self.sign(position), cursor):
            raise BadInputError(
                "This cursor belongs to another list or to other filters: "
                f"start again without `{argument}`."
            )
        return position

    def _signature(self, raw: bytes) -> bytes:
        return hmac.digest(self._key, raw, "sha256")[:SIGNATURE_BYTES]
