"""Keyset cursors: opaque, signed, and of no use in another list or network."""

import binascii
import hmac
import json
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Sequence
from functools import cached_property
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
        return ListCursors(self._secret, [self._tenant_id, name, filters])


class ListCursors:
    """The cursors of what `bound` names: a tenant, a list, its filters."""

    def __init__(self, secret: str, bound: Sequence[Any]) -> None:
        self._secret = secret
        self._bound = bound

    @cached_property
    def _key(self) -> bytes:
        """Made at the first cursor: most lists inside others are asked for none."""
        bound = json.dumps(self._bound, sort_keys=True, default=str)
        return hmac.digest(self._secret.encode(), f"maillage.cursor.{bound}".encode(), "sha256")

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
