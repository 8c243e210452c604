"""Manifests of persisted documents, as the tools of Apollo and Relay write them."""

import re
from typing import Any

import orjson
from graphql import GraphQLError, GraphQLSchema

from api.documents.resolving import MAX_HASH_CHARACTERS, sha256
from api.errors import ApiError
from api.limits.prepared import Documents
from graph.repositories.documents import DocumentInput

APOLLO = "apollo-persisted-query-manifest"
NAMED = re.compile(r"\b(?:query|mutation|subscription)\s+(\w+)")
HEX_DIGITS = 64


class ManifestError(Exception):
    """A manifest of which nothing is taken; `mistakes` are sentences, one for each document."""

    def __init__(self, mistakes: list[str]) -> None:
        super().__init__("; ".join(mistakes))
        self.mistakes = mistakes


def read_manifest(data: bytes) -> list[DocumentInput]:
    """The documents of a manifest.

    Apollo's has `format` and `operations` with `id`, `name` and `body`; Relay's maps ids to texts.

    Raises:
        ManifestError: it is neither, or an id is not that of its text.
    """
    try:
        found = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise ManifestError([f"this is not JSON: {error}"]) from error
    if isinstance(found, dict) and found.get("format") == APOLLO:
        rows = [_of_apollo(row) for row in found.get("operations", [])]
    elif isinstance(found, dict) and all(isinstance(text, str) for text in found.values()):
        rows = [_document(key, None, text) for key, text in found.items()]
    else:
        raise ManifestError([f"this is neither a manifest of the format {APOLLO} nor Relay's"])
    if not rows:
        raise ManifestError(["there is no document in this manifest"])
    return rows


def refuse_invalid(documents: list[DocumentInput], schema: GraphQLSchema) -> None:
    """Raises ManifestError, with what is wrong with each document that could not be run."""
    prepared, mistakes = Documents(schema), []
    for each in documents:
        try:
            wrong: list[Any] = prepared.prepare(each.text).mistakes
        except (ApiError, GraphQLError, RecursionError) as error:
            wrong = [error]
        mistakes += [f"{each.name}: {getattr(one, 'message', one)!s}" for one in wrong[:1]]
    if mistakes:
        raise ManifestError(mistakes)


def _of_apollo(row: Any) -> DocumentInput:
    if not isinstance(row, dict) or not all(isinstance(row.get(k), str) for k in ("id", "body")):
        raise ManifestError(["an operation of this manifest has no `id` or no `body`"])
    return _document(row["id"], row.get("name"), row["body"])


def _document(key: str, name: str | None, text: str) -> DocumentInput:
    named = NAMED.search(text)
    name = name or (named[1] if named else key[:12])
    digest = sha256(text)
    if not 1 <= len(key) <= MAX_HASH_CHARACTERS:
        raise ManifestError([f"{name}: an id has 1 to {MAX_HASH_CHARACTERS} characters"])
    if re.fullmatch(rf"[0-9a-f]{{{HEX_DIGITS}}}", key) and key != digest:
        raise ManifestError([f"{name}: its id is not the SHA-256 of its text"])
    return DocumentInput(document_id=key, name=name, text=text, sha256=digest)
