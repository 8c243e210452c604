"""Documents by their hash: what each mode lets through."""

import asyncio
import json
from dataclasses import replace
from typing import Any

import httpx
import pytest

from api.documents.manifest import read_manifest
from api.documents.resolving import MOST_REGISTERED, sha256
from graph.models.vocabulary import DocumentMode, Scope
from graph.repositories.documents import BATCH, DocumentChangedError, TrustedDocuments
from graph.repositories.tenants import ApiKeys
from tests.integration.api.conftest import NewClient
from tests.integration.api.network import Network

NAME = "query Name { viewer { network { name } } }"
OTHER = "query Other { viewer { keyName } }"


async def of_mode(network: Network, new_client: NewClient, mode: DocumentMode) -> Network:
    key = await ApiKeys(network.graph).create("test", [Scope.READ], documents=mode)
    return replace(network, client=await new_client(key.secret))


async def send(
    network: Network, query: str | None, hashed: str | None = None, **more: Any
) -> httpx.Response:
    body: dict[str, Any] = {"query": query} if query else {}
    if hashed is not None:
        body["extensions"] = {"persistedQuery": {"version": 1, "sha256Hash": hashed} | more}
    return await network.client.post("/graphql", json=body)


def code(response: httpx.Response) -> str:
    return str(response.json()["errors"][0]["extensions"]["code"])


async def test_apollos_clients_register_on_the_way(network: Network, new_client: NewClient) -> None:
    first = await send(network, None, sha256(NAME))
    assert code(first) == "PERSISTED_QUERY_NOT_FOUND"
    assert first.json()["errors"][0]["message"] == "PersistedQueryNotFound"
    second = await send(network, NAME, sha256(NAME))
    assert second.json()["data"]["viewer"]["network"]["name"] == "Réseau d'essai"
    third = await send(network, None, sha256(NAME))
    assert third.json()["data"] == second.json()["data"]
    got = await network.client.get(
        "/graphql",
        params={
            "extensions": f'{{"persistedQuery":{{"version":1,"sha256Hash":"{sha256(NAME)}"}}}}'
        },
    )
    assert got.json()["data"] == second.json()["data"]
    prefers = await of_mode(network, new_client, DocumentMode.PREFER)
    assert code(await send(prefers, None, sha256(NAME))) == "PERSISTED_QUERY_NOT_FOUND"


async def test_a_hash_of_another_text_is_refused(network: Network) -> None:
    for query, hashed, more in (
        (NAME, sha256(OTHER), {}),
        (NAME, "", {}),
        (NAME, sha256(NAME), {"version": 2}),
        (NAME, 7, {}),
    ):
        response = await send(network, query, hashed, **more)  # type: ignore[arg-type]
        assert (response.status_code, code(response)) == (400, "BAD_REQUEST")


async def test_what_is_registered_is_bounded(network: Network) -> None:
    texts = [f"query N{number} {{ viewer {{ keyName }} }}" for number in range(MOST_REGISTERED + 1)]
    for text in texts:
        await send(network, text, sha256(text))
    assert code(await send(network, None, sha256(texts[0]))) == "PERSISTED_QUERY_NOT_FOUND"
    assert "data" in (await send(network, None, sha256(texts[-1]))).json()


@pytest.mark.parametrize(
    ("mode", "is_free"),
    [(DocumentMode.OPEN, True), (DocumentMode.PREFER, True), (DocumentMode.ONLY, False)],
)
async def test_uploaded_documents_run_in_each_mode_and_others_where_they_may(
    network: Network, new_client: NewClient, mode: DocumentMode, *, is_free: bool
) -> None:
    trusted = read_manifest(f'{{"relays-id": "{NAME}"}}'.encode())
    await TrustedDocuments(network.graph).add(trusted)
    caller = await of_mode(network, new_client, mode)
    for query, hashed in ((None, "relays-id"), (None, sha256(NAME)), (NAME, None)):
        assert "data" in (await send(caller, query, hashed)).json()
    for hashed in (None, sha256(OTHER)):
        response = await send(caller, OTHER, hashed)
        assert response.status_code == (200 if is_free else 403)
    if not is_free:
        assert code(response) == "DOCUMENT_NOT_TRUSTED"
        schema = "{ __schema { queryType { name } } }"
        assert code(await send(caller, schema)) == "DOCUMENT_NOT_TRUSTED"


async def test_documents_are_of_one_network(network: Network, new_network: Any) -> None:
    await TrustedDocuments(network.graph).add(read_manifest(f'{{"id": "{NAME}"}}'.encode()))
    await send(network, OTHER, sha256(OTHER))
    stranger = await new_network()
    for hashed in ("id", sha256(NAME), sha256(OTHER)):
        assert code(await send(stranger, None, hashed)) == "PERSISTED_QUERY_NOT_FOUND"


async def test_what_an_id_means_never_changes(network: Network) -> None:
    documents = TrustedDocuments(network.graph)
    given = read_manifest(f'{{"id": "{NAME}"}}'.encode())
    assert (await documents.add(given), await documents.add(given)) == (1, 0)
    with pytest.raises(DocumentChangedError, match="another text"):
        await documents.add(read_manifest(f'{{"new": "{NAME}", "id": "{OTHER}"}}'.encode()))
    assert [each.text for each in await documents.all()] == [NAME]
    assert await documents.remove(["id", "unknown"]) == ["id"]
    assert await documents.find("id") is None


async def test_of_uploads_at_once_each_is_taken_whole_or_refused_whole(network: Network) -> None:
    documents = TrustedDocuments(network.graph)
    # More than are written at a time, and the last of them stands for one text or for another.
    own = [{f"own-{upload}-{n}": NAME for n in range(BATCH)} for upload in range(6)]
    uploads = [ids | {"shared": (NAME, OTHER)[n % 2]} for n, ids in enumerate(own)]
    done = await asyncio.gather(
        *(documents.add(read_manifest(json.dumps(ids).encode())) for ids in uploads),
        return_exceptions=True,
    )
    (kept,) = [each for each in await documents.all() if each.document_id == "shared"]
    is_taken = [ids["shared"] == kept.text for ids in uploads]
    assert sum(is_taken) == 3
    assert [isinstance(each, int) for each in done] == is_taken
    assert all(isinstance(each, (int, DocumentChangedError)) for each in done)
    assert sum(each for each in done if isinstance(each, int)) == 3 * BATCH + 1
    whole = {key for ids, taken in zip(uploads, is_taken, strict=True) if taken for key in ids}
    assert {each.document_id for each in await documents.all()} == whole
