"""Answers to GET: tagged, kept by the caller alone, and sent once."""

import gzip

import httpx

from tests.integration.api.network import Network

VIEWER = {"query": "query Who($x: Boolean = true) { viewer @include(if: $x) { keyName } }"}


async def test_an_answer_that_is_held_already_is_not_sent_again(network: Network) -> None:
    first = await network.client.get("/graphql", params=VIEWER)
    assert first.headers["cache-control"] == "private, no-cache"
    assert {"authorization", "accept"} <= set(first.headers["vary"].lower().split(", "))
    held = {"if-none-match": first.headers["etag"]}
    second = await network.client.get("/graphql", params=VIEWER, headers=held)
    assert second.status_code == 304
    assert second.content == b""
    assert second.headers["etag"] == first.headers["etag"]


async def test_what_has_changed_is_sent(network: Network) -> None:
    query = {"query": "{ parties { nodes { name } } }"}
    first = await network.client.get("/graphql", params=query)
    await network.register_sme("Forge du Centre")
    held = {"if-none-match": first.headers["etag"]}
    second = await network.client.get("/graphql", params=query, headers=held)
    assert second.status_code == 200
    assert second.json()["data"]["parties"]["nodes"] == [{"name": "Forge du Centre"}]


async def test_other_variables_have_another_tag(network: Network) -> None:
    first = await network.client.get("/graphql", params=VIEWER)
    other = await network.client.get("/graphql", params=VIEWER | {"variables": '{"x":false}'})
    assert other.json()["data"] == {}
    assert first.headers["etag"] != other.headers["etag"]


async def test_answers_to_post_and_errors_are_not_kept(network: Network) -> None:
    posted = await network.client.post("/graphql", json=VIEWER)
    refused = await network.client.get("/graphql", params={"query": "{ nonsense }"})
    for response in (posted, refused):
        assert response.headers["cache-control"] == "private, no-store"
        assert "etag" not in response.headers


async def test_head_asks_without_the_body(network: Network) -> None:
    head = await network.client.head("/graphql", params=VIEWER)
    get = await network.client.get("/graphql", params=VIEWER)
    assert head.status_code == 200
    assert head.headers["etag"] == get.headers["etag"]


async def test_long_answers_are_compressed_for_those_who_can_read_them(network: Network) -> None:
    query = {"query": '{ __type(name: "Need") { fields { name description } } }'}
    url = network.client.build_request("GET", "/graphql", params=query).url
    plain = await network.client.get(url, headers={"accept-encoding": "identity"})
    async with network.client.stream("GET", url, headers={"accept-encoding": "gzip"}) as packed:
        raw = b"".join([part async for part in packed.aiter_raw()])
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert len(raw) < len(plain.content) / 2
    assert httpx.Response(200, content=gzip.decompress(raw)).json()["data"] == plain.json()["data"]
