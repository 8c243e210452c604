"""The real application over a real Neo4j, called through its ASGI interface."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from prometheus_client import REGISTRY
from pydantic import SecretStr
from starlette.applications import Starlette

from api.app import create_app
from api.context import AppContext
from api.settings import ApiSettings
from graph.connection import Graph, open_graph
from graph.ids import new_id
from graph.lifecycle.links import LinkSigner
from graph.migrate import migrate
from graph.models.vocabulary import Scope
from graph.repositories.reference import load_reference
from graph.repositories.tenants import ApiKeys, Tenants
from graph.settings import GraphSettings, ServiceSettings
from matching.embedding import Embedder, EmbeddingSettings, open_embedder
from tests.servers import GraphServer

Json = dict[str, Any]


@dataclass
class HintList:
    """A queue that keeps what it was told."""

    hints: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    async def hint(self, job: str, **ids: str) -> None:
        self.hints.append((job, ids))


@dataclass(frozen=True)
class Network:
    """A tenant of its own, with a client that holds a key of it."""

    graph: Graph
    tenant_id: str
    client: httpx.AsyncClient

    async def ask(self, query: str, **variables: Any) -> Json:
        """The data of an operation that must not fail."""
        answer = await self.answer(query, **variables)
        assert "errors" not in answer, answer["errors"]
        data: Json = answer["data"]
        return data

    async def answer(self, query: str, **variables: Any) -> Json:
        """The whole answer."""
        body = {"query": query, "variables": variables}
        answer: Json = (await self.client.post("/graphql", json=body)).json()
        return answer

    async def error(self, query: str, **variables: Any) -> Json:
        """The one error of an operation that must fail."""
        errors = (await self.answer(query, **variables))["errors"]
        assert len(errors) == 1, errors
        error: Json = errors[0]
        return error


NewNetwork = Callable[..., Awaitable[Network]]


@pytest.fixture(scope="session")
async def open_test_graph(current_graph: GraphServer) -> AsyncIterator[Graph]:
    settings = GraphSettings(
        uri=current_graph.uri,
        user=current_graph.user,
        password=SecretStr(current_graph.password),
    )
    async with open_graph(settings) as graph:
        await migrate(graph)
        await load_reference(graph)
        yield graph


@pytest.fixture(scope="session")
async def embedder() -> AsyncIterator[Embedder]:
    async with open_embedder(EmbeddingSettings()) as opened:
        yield opened


@pytest.fixture
def queue() -> HintList:
    return HintList()


@pytest.fixture
def settings() -> ApiSettings:
    return ApiSettings(cors_origins=("https://front.example",))


@pytest.fixture
def context(
    open_test_graph: Graph, embedder: Embedder, queue: HintList, settings: ApiSettings
) -> AppContext:
    service = ServiceSettings(secret_key=SecretStr("a secret of the tests"))
    return AppContext(
        graph=open_test_graph,
        queue=queue,
        embedder=embedder,
        links=LinkSigner("a secret of the tests"),
        settings=settings,
        service=service,
    )


@asynccontextmanager
async def running(context: AppContext) -> AsyncIterator[Starlette]:
    """The application between start-up and shutdown."""

    @asynccontextmanager
    async def opener() -> AsyncIterator[AppContext]:
        yield context

    app = create_app(opener, settings=context.settings)
    async with app.router.lifespan_context(app):
        yield app


@pytest.fixture
async def app(context: AppContext) -> AsyncIterator[Starlette]:
    async with running(context) as started:
        yield started


@asynccontextmanager
async def client_of(app: Starlette, key: str | None = None) -> AsyncIterator[httpx.AsyncClient]:
    """A client, with a key or without one."""
    headers = {} if key is None else {"authorization": f"Bearer {key}"}
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://api.test", headers=headers
    ) as client:
        yield client


@pytest.fixture
async def anonymous(app: Starlette) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(app) as client:
        yield client


async def make_key(graph: Graph, scopes: Sequence[Scope]) -> str:
    """The secret of a new key."""
    return (await ApiKeys(graph).create("test", scopes)).secret


@pytest.fixture
async def new_network(app: Starlette, open_test_graph: Graph) -> AsyncIterator[NewNetwork]:
    """Makes networks, each with a key of these scopes."""
    clients: list[httpx.AsyncClient] = []

    async def make(*scopes: Scope, name: str = "Réseau d'essai") -> Network:
        tenant = await Tenants(open_test_graph).ensure(f"test-{new_id()}", name)
        bound = open_test_graph.for_tenant(tenant.id)
        secret = await make_key(bound, scopes or (Scope.STAFF,))
        transport = httpx.ASGITransport(app)
        headers = {"authorization": f"Bearer {secret}"}
        client = httpx.AsyncClient(transport=transport, base_url="http://api.test", headers=headers)
        clients.append(client)
        return Network(bound, tenant.id, client)

    yield make
    for client in clients:
        await client.aclose()


@pytest.fixture
async def network(new_network: NewNetwork) -> Network:
    """A fresh network, with a key of its staff."""
    return await new_network(Scope.STAFF)


def count_queries() -> dict[str, float]:
    """How often each named query ran in this process so far."""
    return {
        sample.labels["query"]: sample.value
        for metric in REGISTRY.collect()
        if metric.name == "maillage_graph_query_seconds"
        for sample in metric.samples
        if sample.name.endswith("_count")
    }
