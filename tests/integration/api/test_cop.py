"""What graphql-cop 1.15 looks for, as in production: first without a key, then with one.

Its check of introspection and of queries by GET find nothing without a key. With one, a query by
GET is answered, and that is meant: a browser sends no Authorization header by itself, so nobody
else's page can ask in the name of who holds the key.
"""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.integration.api.network import Network

GRAPHIQL_WORDS = ("graphiql.min.css", "graphql playground", "graphiql", "altair")
Check = Callable[[httpx.Response], bool]


def data_of(response: httpx.Response) -> Any:
    try:
        answer = response.json()
    except ValueError:
        return None
    return answer.get("data") if isinstance(answer, dict) else answer


def errors_of(response: httpx.Response) -> list[dict[str, Any]]:
    errors: list[dict[str, Any]] = response.json().get("errors", [])
    return errors


def is_answered(response: httpx.Response) -> bool:
    return bool(data_of(response))


CIRCLE = (
    "{ __schema { types { fields { type { fields { type { fields { type { name } } } } } } } } }"
)
TYPES = "query cop { __schema { types { name fields { name } } } }"
BY_POST: dict[str, tuple[dict[str, Any] | list[dict[str, Any]], Check]] = {
    "alias overloading": (
        {"query": "query cop { " + " ".join(f"a{i}:__typename" for i in range(101)) + " }"},
        is_answered,
    ),
    "batches": ([{"query": "query cop { __typename }"}] * 10, is_answered),
    "directive overloading": (
        {"query": "query cop { __typename " + "@aa" * 10 + " }"},
        lambda response: len(errors_of(response)) >= 10,
    ),
    "circular introspection": ({"query": CIRCLE}, is_answered),
    "introspection": ({"query": TYPES}, is_answered),
    "field suggestions": (
        {"query": "query cop { viewr { keyNam } }"},
        lambda response: "did you mean" in response.text.lower(),
    ),
    "field duplication": ({"query": "query cop { " + "__typename \n" * 500 + "}"}, is_answered),
    "trace mode": (
        {"query": "query cop { __typename }"},
        lambda response: "tracing" in response.text.lower(),
    ),
    "unhandled errors": (
        {"query": "query cop { abc }", "variables": {"x": [{}]}},
        lambda response: (
            any("exception" in error["extensions"] for error in errors_of(response))
            or response.status_code >= 500
        ),
    ),
}


@pytest.mark.parametrize("name", BY_POST)
async def test_nothing_is_found_by_post(
    network: Network, anonymous: httpx.AsyncClient, name: str
) -> None:
    body, finds = BY_POST[name]
    for client in (anonymous, network.client):
        assert not finds(await client.post("/graphql", json=body))


@pytest.mark.parametrize("path", ["/graphql", "/", "/graphiql", "/playground", "/altair"])
async def test_no_tool_is_shown(network: Network, path: str) -> None:
    for accept in ("text/html", "text/html, */*", "*/*"):
        shown = await network.client.get(path, headers={"accept": accept})
        assert not any(word in shown.text.lower() for word in GRAPHIQL_WORDS)


async def test_nothing_is_changed_by_get(network: Network, anonymous: httpx.AsyncClient) -> None:
    for client in (anonymous, network.client):
        response = await client.get("/graphql", params={"query": "mutation { __typename }"})
        assert not is_answered(response)


async def test_no_form_of_another_page_is_taken(network: Network) -> None:
    form = {"query": "query cop { __typename }"}
    for content_type in ("application/x-www-form-urlencoded", "text/plain"):
        headers = {"content-type": content_type}
        response = await network.client.post("/graphql", data=form, headers=headers)
        assert response.status_code == 415


async def test_another_page_can_ask_nothing_by_get(anonymous: httpx.AsyncClient) -> None:
    params = {"query": "query cop { __typename }"}
    response = await anonymous.get("/graphql", params=params, headers={"cookie": "a=b"})
    assert response.status_code == 401
    assert not is_answered(response)
