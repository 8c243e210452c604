"""Content hashes: what tells a changed row from one that was imported again."""

import hashlib
import json
from typing import Any


def content_hash(properties: dict[str, Any]) -> str:
    """SHA-256 over the properties in canonical JSON."""
    canonical = json.dumps(properties, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()


def with_hashes(properties: dict[str, Any], text_fields: tuple[str, ...]) -> dict[str, Any]:
    """The properties with a hash of all, and one of the texts that are embedded."""
    texts = {field: properties.get(field) for field in text_fields}
    return properties | {
        "content_hash": content_hash(properties),
        "text_hash": content_hash(texts),
    }
