from dataclasses import replace

import pytest
from graphql import get_introspection_query

from api.context import AppContext
from api.settings import ApiSettings
from graph.repositories.tenants import ApiKeys
from tests.integration.api.conftest import NewNetwork
from tests.integration.api.network import Network, serving


async def test_the_schema_is_told_where_the_settings_say_so(
    context: AppContext, new_network: NewNetwork
) -> None:
    network = await new_network()
    query = {"query": get_introspection_query(specified_by_url=True)}
    refused = await network.client.post("/graphql", json=query)
    assert refused.json()["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    open_one = replace(context, settings=ApiSettings(can_introspect=True))
    async with serving(open_one, network.client.headers) as client:
        told = (await client.post("/graphql", json=query)).json()
    assert len(told["data"]["__schema"]["types"]) > 40


async def test_the_cost_is_told_before_and_after(network: Network) -> None:
    await network.register_sme("Forge du Centre")
    answer = await network.answer("{ parties(first: 50) { nodes { name } } }")
    assert answer["extensions"]["cost"] == {
        "estimated": {"nodes": 50, "points": 6},
        "measured": {"nodes": 1, "points": 2},
    }


async def test_more_nodes_than_may_be_asked_for_are_refused(network: Network) -> None:
    query = (
        "query ($n: Int!) { parties(first: $n) { nodes { needs(first: $n) { nodes "
        "{ suggestions(first: $n) { id } } } } } }"
    )
    error = await network.error(query, n=100)
    assert error["extensions"]["code"] == "LIMIT_EXCEEDED"
    assert "10,000 nodes" in error["message"]
    assert (await network.ask(query, n=10))["parties"] == {"nodes": []}


async def test_who_has_spent_the_points_waits(network: Network, context: AppContext) -> None:
    viewer = await network.ask("{ viewer { keyHint } }")
    assert viewer
    key = (await ApiKeys(network.graph).all())[0]
    await context.buckets.take(f"key:{key.id}", 1_980)
    response = await network.client.post(
        "/graphql",
        json={"query": "{ parties(first: 100) { nodes { needs(first: 3) { nodes { id } } } } }"},
    )
    assert response.status_code == 429
    assert 0 < int(response.headers["retry-after"]) <= 5
    assert response.headers["ratelimit-policy"] == '"points";q=2000;w=20'
    (error,) = response.json()["errors"]
    assert error["extensions"]["code"] == "RATE_LIMITED"
    assert error["extensions"]["retryable"]
    small = await network.client.post("/graphql", json={"query": "{ viewer { keyHint } }"})
    assert small.status_code == 200
    assert int(small.headers["ratelimit"].partition("r=")[2]) < 50


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("{ " + "x" * 15_001 + " }", "15000 characters"),
        ("{ " + "viewer { keyName } " * 300 + "}", "tokens"),
        ("{" + "a{" * 480 + "b" + "}" * 480 + "}", "nested too deeply"),
        ("{" + "a{" * 10 + "b" + "}" * 10 + "}", "more than 10 levels"),
        ("{ " + " ".join(f"a{i}: viewer {{ keyName }}" for i in range(16)) + " }", "15 aliases"),
        ("{ " + "viewer " * 30 + " }", "fields asked for twice"),
        ("{ ...f } fragment f on Query { ...f }", "contains itself"),
    ],
    ids=["length", "tokens", "nesting", "depth", "aliases", "repeated", "circle"],
)
async def test_hostile_documents_are_refused(network: Network, query: str, words: str) -> None:
    error = await network.error(query)
    assert error["extensions"]["code"] in {"LIMIT_EXCEEDED", "INVALID_DOCUMENT"}
    assert words in error["message"]


async def test_a_request_has_a_time_limit(context: AppContext, new_network: NewNetwork) -> None:
    network = await new_network()
    hasty = replace(context, settings=ApiSettings(request_timeout_s=1e-4))

    async with serving(hasty, network.client.headers) as client:
        response = await client.post("/graphql", json={"query": "{ needs { nodes { id } } }"})
    assert response.status_code == 504
    (error,) = response.json()["errors"]
    assert error["extensions"]["code"] == "TIMEOUT"
    assert error["extensions"]["retryable"]
