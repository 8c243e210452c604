"""Keyset cursors: opaque, signed, and of no use in another list or network."""

import hashlib
import json
from typing import Any

from itsdangerous import BadSignature, URLSafeSerializer

from api.errors import BadInputError


class CursorSigner:
    """Signs positions in the lists of one tenant."""

    def __init__(self, secret: str, tenant_id: str) -> None:
        self._secret = secret
        self._tenant_id = tenant_id

    def of_list(self, name: str, filters: dict[str, Any]) -> "ListCursors":
        """Cursors of one list with these filters."""
        bound = json.dumps([self._tenant_id, name, filters], sort_keys=True, default=str)
        digest = hashlib.sha256(bound.encode()).hexdigest()
        return ListCursors(URLSafeSerializer(self._secret, salt=f"maillage.cursor.{digest}"))


class ListCursors:
    """The cursors of one list."""

    def __init__(self, serializer: URLSafeSerializer) -> None:
        self._serializer = serializer

    def sign(self, position: str) -> str:
        """The cursor of the item with this id."""
        return str(self._serializer.dumps(position))

    def read(self, cursor: str | None, argument: str = "after") -> str | None:
        """The id in a cursor. Raises BadInputError for one of another list."""
        if cursor is None:
            return None
        try:
            return str(self._serializer.loads(cursor))
        except BadSignature as error:
            raise BadInputError(
                "This cursor belongs to another list or to other filters: "
                f"start again without `{argument}`."
            ) from error
