import httpx
import pytest
from graphql import get_introspection_query

from api.settings import ApiSettings
from tests.integration.api.network import Network


@pytest.fixture
def settings() -> ApiSettings:
    return ApiSettings(is_development=True)


async def test_graphiql_is_shown(anonymous: httpx.AsyncClient) -> None:
    response = await anonymous.get("/graphql", headers={"accept": "text/html"})
    assert response.status_code == 200
    assert "GraphiQL" in response.text


async def test_the_schema_can_be_read_without_a_key(anonymous: httpx.AsyncClient) -> None:
    response = await anonymous.post("/graphql", json={"query": get_introspection_query()})
    assert response.json()["data"]["__schema"]["queryType"] == {"name": "Query", "kind": "OBJECT"}


async def test_data_cannot(anonymous: httpx.AsyncClient, network: Network) -> None:
    for query in ("{ needs { nodes { id } } }", "{ __typename needs { nodes { id } } }"):
        response = await anonymous.post("/graphql", json={"query": query})
        assert response.status_code == 401
        assert "This needs a key" in response.json()["errors"][0]["message"]
    assert (await network.ask("{ needs { nodes { id } } }"))["needs"]["nodes"] == []


async def test_a_wrong_key_is_refused_here_too(anonymous: httpx.AsyncClient) -> None:
    response = await anonymous.post(
        "/graphql", json={"query": "{ __typename }"}, headers={"authorization": "Bearer x"}
    )
    assert response.status_code == 401
