from dataclasses import replace

import pytest
from graphql import get_introspection_query

from api.context import AppContext
from api.settings import ApiSettings
from tests.integration.api.conftest import NewNetwork
from tests.integration.api.network import Network, serving


async def test_the_usual_introspection_is_within_the_limits(network: Network) -> None:
    found = await network.ask(get_introspection_query(specified_by_url=True))
    assert len(found["__schema"]["types"]) > 40


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("{ " + "x" * 15_001 + " }", "15000 characters"),
        ("{ " + "viewer { keyName } " * 300 + "}", "tokens"),
        ("{" + "a{" * 480 + "b" + "}" * 480 + "}", "nested too deeply"),
        ("{" + "a{" * 10 + "b" + "}" * 10 + "}", "more than 10 levels"),
        ("{ " + " ".join(f"a{i}: viewer {{ keyName }}" for i in range(16)) + " }", "15 aliases"),
        ("{ " + "viewer " * 22 + " }", "20 fields asked for twice"),
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
