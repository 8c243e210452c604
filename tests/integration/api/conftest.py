"""The real application over a real Neo4j, called through its ASGI interface."""

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import httpx
import pytest
from pydantic import SecretStr
from starlette.applications import Starlette

from api.app import create_app
from api.context import AppContext
from api.settings import ApiSettings
from graph.connection import Graph, open_graph
from graph.ids import new_id
from graph.lifecycle.links import LinkSigner
from graph.migrate import migrate, pending_migrations
from graph.models.vocabulary import Scope
from graph.repositories.reference import load_reference
from graph.repositories.tenants import ApiKeys, Tenants
from graph.settings import GraphSettings, ServiceSettings
from matching.embedding import Embedder, EmbeddingSettings, open_embedder
from matching.retrieval.store import TextStore
from tests.integration.api.network import HintList, Network
from tests.issuer import Issuer, serving_issuer
from tests.servers import GraphServer

SECRET = "a secret of the tests"
NewClient = Callable[..., Awaitable[httpx.AsyncClient]]
NewNetwork = Callable[..., Awaitable[Network]]


@pytest.fixture(scope="session")
def graph_settings(current_graph: GraphServer) -> GraphSettings:
    """Where the tests' Neo4j answers."""
    password = SecretStr(current_graph.password)
    return GraphSettings(uri=current_graph.uri, user=current_graph.user, password=password)


@pytest.fixture(scope="session")
async def graph(graph_settings: GraphSettings) -> AsyncIterator[Graph]:
    """The migrated graph, with its reference data."""
    async with open_graph(graph_settings) as opened:
        # Other tests may be migrating the same server: only one at a time can.
        if await pending_migrations(opened):
            await migrate(opened)
        await load_reference(opened)
        yield opened


@pytest.fixture(scope="session")
async def embedder() -> AsyncIterator[Embedder]:
    """The bundled engine."""
    async with open_embedder(EmbeddingSettings()) as opened:
        yield opened


@pytest.fixture
def queue() -> HintList:
    """What the workers were told."""
    return HintList()


@pytest.fixture
def settings() -> ApiSettings:
    """As in production."""
    return ApiSettings(cors_origins=("https://front.example",))


@dataclass
class Clock:
    """The time that goes by, and what a test adds to it."""

    ahead_s: float = 0.0

    def __call__(self) -> float:
        return time.monotonic() + self.ahead_s


@pytest.fixture
def clock() -> Clock:
    """By what the application forgets callers, and keys of issuers."""
    return Clock()


@pytest.fixture
def context(
    graph: Graph, embedder: Embedder, queue: HintList, settings: ApiSettings, clock: Clock
) -> AppContext:
    """What the application holds."""
    return AppContext(
        graph=graph,
        queue=queue,
        embedder=embedder,
        texts=TextStore(embedder.model.dimensions),
        links=LinkSigner(SECRET),
        settings=settings,
        service=ServiceSettings(secret_key=SecretStr(SECRET)),
        clock=clock,
    )


@pytest.fixture
async def app(context: AppContext) -> AsyncIterator[Starlette]:
    """The application between start-up and shutdown."""

    @asynccontextmanager
    async def opener() -> AsyncIterator[AppContext]:
        yield context

    started = create_app(opener, settings=context.settings)
    async with started.router.lifespan_context(started):
        yield started


@pytest.fixture
async def new_client(app: Starlette) -> AsyncIterator[NewClient]:
    """Makes clients, each with a key or without one."""
    async with AsyncExitStack() as stack:

        async def make(secret: str | None = None) -> httpx.AsyncClient:
            headers = {} if secret is None else {"authorization": f"Bearer {secret}"}
            client = httpx.AsyncClient(
                transport=httpx.ASGITransport(app), base_url="http://api.test", headers=headers
            )
            return await stack.enter_async_context(client)

        yield make


@pytest.fixture
async def anonymous(new_client: NewClient) -> httpx.AsyncClient:
    """A client without a key."""
    return await new_client()


@pytest.fixture
async def new_network(graph: Graph, new_client: NewClient) -> NewNetwork:
    """Makes networks, each with a key of these scopes."""

    async def make(*scopes: Scope, name: str = "Réseau d'essai") -> Network:
        tenant = await Tenants(graph).ensure(f"test-{new_id()}", name)
        bound = graph.for_tenant(tenant.id)
        key = await ApiKeys(bound).create("test", scopes or (Scope.STAFF,))
        return Network(bound, tenant.id, await new_client(key.secret))

    return make


@pytest.fixture
async def network(new_network: NewNetwork) -> Network:
    """A fresh network, with a key of its staff."""
    return await new_network()


@pytest.fixture
async def issuer() -> AsyncIterator[Issuer]:
    """A sign-in service on this machine, which no network trusts yet."""
    async with serving_issuer() as served:
        yield served
