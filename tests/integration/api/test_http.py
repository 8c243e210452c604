import httpx
import pytest

from tests.integration.api.network import Network

NEWER = "application/graphql-response+json"


async def test_the_request_id_comes_back(anonymous: httpx.AsyncClient) -> None:
    given = await anonymous.get("/livez", headers={"x-request-id": "front-42"})
    assert given.headers["x-request-id"] == "front-42"
    made = await anonymous.get("/livez", headers={"x-request-id": "a b\tc" * 50})
    assert len(made.headers["x-request-id"]) == 36


async def test_errors_carry_the_request_id(network: Network) -> None:
    response = await network.client.post(
        "/graphql", json={"query": "{ nonsense }"}, headers={"x-request-id": "front-43"}
    )
    (error,) = response.json()["errors"]
    assert error["extensions"] == {
        "code": "INVALID_DOCUMENT",
        "requestId": "front-43",
        "retryable": False,
    }


@pytest.mark.parametrize(
    ("accept", "media_type", "status"),
    [("application/json", "application/json", 200), (f"{NEWER}, */*", NEWER, 400)],
)
async def test_the_media_type_is_negotiated(
    network: Network, accept: str, media_type: str, status: int
) -> None:
    response = await network.client.post(
        "/graphql", json={"query": "{ nonsense }"}, headers={"accept": accept}
    )
    assert response.headers["content-type"] == media_type
    assert response.status_code == status
    assert "data" not in response.json()


async def test_queries_may_be_sent_by_get_and_mutations_not(network: Network) -> None:
    found = await network.client.get("/graphql", params={"query": "{ viewer { keyName } }"})
    assert found.json()["data"] == {"viewer": {"keyName": "test"}}
    query = "mutation { requestMatches { ... on RequestMatchesSuccess { run { id } } } }"
    refused = await network.client.get("/graphql", params={"query": query})
    assert refused.status_code == 405
    assert refused.headers["allow"] == "POST"
    assert refused.json()["errors"][0]["extensions"]["code"] == "METHOD_NOT_ALLOWED"


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"x"', b"{}", b'{"query": 3}', b"\xff"])
async def test_bodies_that_are_no_request_are_refused(network: Network, body: bytes) -> None:
    headers = {"content-type": "application/json"}
    response = await network.client.post("/graphql", content=body, headers=headers)
    assert response.status_code == 400
    assert response.json()["errors"][0]["extensions"]["code"] == "BAD_REQUEST"


@pytest.mark.parametrize("size", [100_001, 1_000_001])
async def test_bodies_beyond_the_limit_are_refused(network: Network, size: int) -> None:
    body = {"query": "{ viewer { keyName } }", "variables": {"x": "a" * size}}
    response = await network.client.post("/graphql", json=body)
    assert response.status_code == 413
    assert "bytes at once" in response.json()["errors"][0]["message"]


async def test_front_ends_that_are_listed_may_call_from_browsers(
    anonymous: httpx.AsyncClient,
) -> None:
    asking = {
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization,content-type",
    }
    listed = await anonymous.options(
        "/graphql", headers=asking | {"origin": "https://front.example"}
    )
    assert listed.headers["access-control-allow-origin"] == "https://front.example"
    other = await anonymous.options("/graphql", headers=asking | {"origin": "https://x.example"})
    assert "access-control-allow-origin" not in other.headers


async def test_graphiql_is_for_development(network: Network) -> None:
    response = await network.client.get("/graphql", headers={"accept": "text/html"})
    assert response.status_code == 406
    assert "graphiql" not in response.text.lower()
