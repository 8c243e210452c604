"""Opaque identifiers: UUIDv7, so that ids sort by the time they were made."""

import uuid_utils


def new_id() -> str:
    """A new UUIDv7 in its 36-character form (RFC 9562)."""
    return str(uuid_utils.uuid7())
