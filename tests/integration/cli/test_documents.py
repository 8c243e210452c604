"""`maillage documents`: manifests of Apollo's and Relay's tools, taken whole or not at all."""

import asyncio
import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from graph.connection import Graph
from graph.errors import NotFoundError
from graph.ids import new_id
from graph.repositories.documents import DocumentChangedError, TrustedDocuments
from tests.integration.cli.conftest import Maillage, done, flat

NAMES = "query Names { parties(first: 5) { nodes { name } } }"
VIEWER = "query Viewer { viewer { keyName } }"
UNKNOWN = "query Unknown { nothingLikeThis }"
BROKEN = "query Broken {"


def hashed(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def apollo(*texts: str) -> dict[str, Any]:
    rows = [{"id": hashed(text), "body": text, "type": "query"} for text in texts]
    return {"format": "apollo-persisted-query-manifest", "version": 1, "operations": rows}


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    return tmp_path / "manifest.json"


async def upload(maillage: Maillage, manifest: Path, content: Any, slug: str) -> Any:
    text = content if isinstance(content, str) else json.dumps(content)
    await asyncio.to_thread(manifest.write_text, text, "utf-8")
    return await maillage("documents", "upload", str(manifest), "--tenant", slug, "--json")


async def ids(network: Graph) -> set[str]:
    return {each.document_id for each in await TrustedDocuments(network).all()}


async def test_a_manifest_of_apollo_is_trusted_and_the_second_time_changes_nothing(
    maillage: Maillage, network: Graph, slug: str, manifest: Path
) -> None:
    first = done(await upload(maillage, manifest, apollo(NAMES, VIEWER), slug))
    assert json.loads(first.stdout) == {"documents": 2, "added": 2}
    assert "2 documents are trusted, 2 of them newly." in flat(first)
    again = done(await upload(maillage, manifest, apollo(NAMES, VIEWER), slug))
    assert json.loads(again.stdout) == {"documents": 2, "added": 0}
    found = {each.name: each.text for each in await TrustedDocuments(network).all()}
    assert found == {"Names": NAMES, "Viewer": VIEWER}
    listed = done(await maillage("documents", "list", "--tenant", slug)).stdout.splitlines()
    assert [(line.split()[0], line.split()[-1]) for line in listed] == [
        (hashed(NAMES), "Names"),
        (hashed(VIEWER), "Viewer"),
    ]


async def test_a_manifest_of_relay_is_trusted_under_its_own_ids(
    maillage: Maillage, network: Graph, slug: str, manifest: Path
) -> None:
    done(await upload(maillage, manifest, {"names-1": NAMES}, slug))
    assert await ids(network) == {"names-1"}
    changed = await upload(maillage, manifest, {"names-1": VIEWER, "viewer-1": VIEWER}, slug)
    assert changed.exit_code == 1
    assert isinstance(changed.exception, DocumentChangedError)
    assert await ids(network) == {"names-1"}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("{", "this is not JSON"),
        ("[]", "this is neither a manifest"),
        ({"format": "another", "operations": []}, "this is neither a manifest"),
        ({}, "there is no document"),
        (apollo(), "there is no document"),
        (apollo(NAMES) | {"operations": [{"id": "x"}]}, "has no `id` or no `body`"),
        ({hashed(VIEWER): NAMES}, "Names: its id is not the SHA-256 of its text"),
        ({"x" * 300: NAMES}, "an id has 1 to"),
        (apollo(NAMES, UNKNOWN), "Unknown: Cannot query field 'nothingLikeThis'"),
        (apollo(NAMES, BROKEN), "Broken: Syntax Error"),
    ],
)
async def test_of_a_bad_manifest_nothing_is_taken(
    maillage: Maillage, network: Graph, slug: str, manifest: Path, content: Any, told: str
) -> None:
    result = await upload(maillage, manifest, content, slug)
    assert (result.exit_code, result.stdout) == (1, "")
    assert told in flat(result)
    assert "Nothing was uploaded." in flat(result)
    assert await ids(network) == set()


async def test_a_file_that_is_not_there_is_told(
    maillage: Maillage, slug: str, tmp_path: Path
) -> None:
    for path in (tmp_path / "none.json", tmp_path):
        result = await maillage("documents", "upload", str(path), "--tenant", slug)
        assert result.exit_code == 2
        assert "Invalid value for 'manifest'" in flat(result)


async def test_removed_documents_are_trusted_no_more(
    maillage: Maillage, network: Graph, slug: str, manifest: Path
) -> None:
    done(await upload(maillage, manifest, apollo(NAMES, VIEWER), slug))
    words = ("documents", "remove", hashed(NAMES), "unknown", "--tenant", slug)
    assert "1 of 2 documents are trusted no more." in flat(done(await maillage(*words)))
    assert await ids(network) == {hashed(VIEWER)}
    done(await maillage("documents", "remove", hashed(VIEWER), "--tenant", slug))
    empty = done(await maillage("documents", "list", "--tenant", slug))
    assert empty.stdout == ""
    assert "maillage documents upload" in flat(empty)


async def test_an_unknown_network_is_told(maillage: Maillage, manifest: Path) -> None:
    slug = f"nobody-{new_id()}"
    for result in (
        await upload(maillage, manifest, apollo(NAMES), slug),
        await maillage("documents", "list", "--tenant", slug),
        await maillage("documents", "remove", "x", "--tenant", slug),
    ):
        assert result.exit_code == 1
        assert isinstance(result.exception, NotFoundError)
