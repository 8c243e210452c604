import json

import pytest

from api.documents.manifest import ManifestError, read_manifest, refuse_invalid
from api.documents.resolving import sha256
from api.schema import schema

TEXT = "query Name { viewer { keyName } }"


def apollo(**changes: object) -> bytes:
    operation = {"id": sha256(TEXT), "name": "Name", "type": "query", "body": TEXT} | changes
    return json.dumps(
        {"format": "apollo-persisted-query-manifest", "version": 1, "operations": [operation]}
    ).encode()


def test_apollos_and_relays_manifests_are_read_alike() -> None:
    (one,) = read_manifest(apollo())
    (two,) = read_manifest(json.dumps({sha256(TEXT): TEXT}).encode())
    assert one == two
    assert (one.document_id, one.name, one.sha256) == (sha256(TEXT), "Name", sha256(TEXT))
    (three,) = read_manifest(json.dumps({"d41d8cd98f00b204e9800998ecf8427e": TEXT}).encode())
    assert (three.name, three.sha256) == ("Name", sha256(TEXT))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"{", "not JSON"),
        (b"[]", "neither"),
        (b'{"a": 1}', "neither"),
        (b"{}", "no document"),
        (apollo(body=None), "no `id` or no `body`"),
        (apollo(body="{ other }"), "not the SHA-256"),
        (apollo(id="x" * 201), "1 to 200"),
    ],
)
def test_an_odd_manifest_is_refused_with_the_reason(data: bytes, words: str) -> None:
    with pytest.raises(ManifestError, match=words):
        read_manifest(data)


@pytest.mark.parametrize(
    "text",
    ["{ viewer { unknown } }", "{ viewer {", "query A { " + "viewer { keyName } " * 900 + "}"],
)
def test_documents_that_could_not_run_are_named(text: str) -> None:
    good, bad = read_manifest(apollo()), read_manifest(json.dumps({"bad": text}).encode())
    refuse_invalid(good, schema._schema)
    with pytest.raises(ManifestError) as refused:
        refuse_invalid([*good, *bad], schema._schema)
    assert len(refused.value.mistakes) == 1
