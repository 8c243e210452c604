"""Requests that are not GraphQL over HTTP: a status, a code, a sentence."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import httpx
import pytest

from api.context import AppContext
from api.settings import ApiSettings
from tests.integration.api.conftest import NewNetwork
from tests.integration.api.network import Network, serving

QUERY = b'{"query": "{ viewer { keyName } }"}'
JSON = "application/json"


async def sent(network: Network, method: str = "POST", **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return await network.client.request(method, "/graphql", content=QUERY, headers=named)


def code_of(response: httpx.Response) -> str:
    (error,) = response.json()["errors"]
    assert error["message"].endswith((".", "`."))
    return str(error["extensions"]["code"])


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "OPTIONS"])
async def test_other_methods_are_refused(network: Network, method: str) -> None:
    response = await sent(network, method, content_type=JSON)
    assert response.status_code == 405
    assert response.headers["allow"] == "GET, HEAD, POST"
    assert code_of(response) == "METHOD_NOT_ALLOWED"


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/graphql",
        "application/jsonp",
        "application/json; charset=utf-16",
    ],
)
async def test_other_bodies_are_refused(network: Network, content_type: str) -> None:
    response = await sent(network, content_type=content_type)
    assert response.status_code == 415
    assert code_of(response) == "UNSUPPORTED_MEDIA_TYPE"


@pytest.mark.parametrize("content_type", [JSON, "Application/JSON; Charset=UTF-8"])
async def test_json_is_taken(network: Network, content_type: str) -> None:
    response = await sent(network, content_type=content_type)
    assert response.json()["data"] == {"viewer": {"keyName": "test"}}


async def test_compressed_bodies_are_refused(network: Network) -> None:
    response = await sent(network, content_type=JSON, content_encoding="gzip")
    assert response.status_code == 415


async def test_what_cannot_be_sent_is_told(network: Network) -> None:
    response = await sent(network, content_type=JSON, accept="text/csv")
    assert response.status_code == 406
    assert code_of(response) == "NOT_ACCEPTABLE"


@pytest.mark.parametrize("batch", ["[]", '[{"query": "{ viewer { keyName } }"}]'])
async def test_batches_are_refused(network: Network, batch: str) -> None:
    headers = {"content-type": JSON}
    response = await network.client.post("/graphql", content=batch, headers=headers)
    assert response.status_code == 400
    assert "Batches are not taken" in response.text


@pytest.mark.parametrize(
    "query_string",
    [
        "",
        "query=",
        "query=%7Ba%7D&query=%7Ba%7D",
        "query=%7Ba%7D&variables=x",
        "query=%7Ba%7D&variables=%5B%5D",
        "query=%7Ba%7D&extensions=1",
    ],
)
async def test_odd_query_strings_are_refused(network: Network, query_string: str) -> None:
    response = await network.client.get(f"/graphql?{query_string}")
    assert response.status_code == 400
    assert code_of(response) == "BAD_REQUEST"


async def test_an_operation_that_is_not_there_is_told(network: Network) -> None:
    body = {"query": "query A { viewer { keyName } }", "operationName": "B"}
    response = await network.client.post("/graphql", json=body)
    assert code_of(response) == "INVALID_DOCUMENT"


async def test_a_body_that_its_header_calls_too_large_is_not_read(network: Network) -> None:
    async def never() -> AsyncIterator[bytes]:
        pytest.fail("it must not be read")
        yield b""

    headers = {"content-type": JSON, "content-length": "5000000"}
    response = await network.client.post("/graphql", content=never(), headers=headers)
    assert response.status_code == 413


async def test_a_body_that_does_not_arrive_is_given_up(
    context: AppContext, new_network: NewNetwork
) -> None:
    network = await new_network()
    over = asyncio.Event()

    async def slow() -> AsyncIterator[bytes]:
        yield QUERY[:5]
        await over.wait()

    hasty = replace(context, settings=ApiSettings(request_timeout_s=0.05))
    headers = {"content-type": JSON}
    async with serving(hasty, network.client.headers) as client:
        response = await client.post("/graphql", content=slow(), headers=headers)
    assert response.status_code == 408
    assert code_of(response) == "BODY_TOO_SLOW"


async def test_data_in_part_are_no_failure(network: Network) -> None:
    query = "{ viewer { keyName } node(id: 1e3) { id } }"
    response = await network.client.post(
        "/graphql",
        json={"query": query.replace("1e3", '"x"')},
        headers={"accept": "application/graphql-response+json"},
    )
    assert response.status_code == 200
    assert response.json()["data"]["viewer"] == {"keyName": "test"}


@pytest.mark.parametrize("given", ["é" * 8, "a b", "x" * 65, "a\u00a0b", "<script>", "a\\r\\nb"])
async def test_an_odd_request_id_is_not_taken(network: Network, given: str) -> None:
    headers = {"x-request-id": given.encode("latin-1")}
    response = await network.client.get("/livez", headers=headers)  # type: ignore[arg-type]  # raw bytes are a header, too
    assert len(response.headers["x-request-id"]) == 36
