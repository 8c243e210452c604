import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from urllib.parse import urlsplit

import httpx
import pytest
from pydantic import SecretStr

from api.context import AppContext
from api.lifespan import open_context
from graph.connection import Graph, open_graph
from graph.errors import GraphUnavailableError
from graph.ids import new_id
from graph.models.vocabulary import Scope
from graph.repositories.tenants import ApiKeys, Tenants
from graph.settings import GraphSettings, ServiceSettings
from matching.embedding import EmbeddingEngine, EmbeddingSettings, open_embedder
from tests.integration.api.network import serving
from workers.local import LocalQueue
from workers.queue import open_queue

SERVICE = ServiceSettings(secret_key=SecretStr("a secret of the tests"))


class Cable:
    """A line to a server that can be cut."""

    def __init__(self, host: str, port: int) -> None:
        self._target = (host, port)
        self._writers: list[asyncio.StreamWriter] = []
        self._tasks: list[asyncio.Task[None]] = []
        self._server: asyncio.Server | None = None

    async def plug(self) -> str:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return f"bolt://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def cut(self) -> None:
        assert self._server is not None
        self._server.close()
        for writer in self._writers:
            writer.close()
        for writer in self._writers:
            with suppress(OSError):
                await writer.wait_closed()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.append(writer)
        far_reader, far_writer = await asyncio.open_connection(*self._target)
        self._writers.append(far_writer)
        for source, sink in ((reader, far_writer), (far_reader, writer)):
            self._tasks.append(asyncio.create_task(self._copy(source, sink)))

    async def _copy(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        while data := await source.read(65_536):
            sink.write(data)
            await sink.drain()


@pytest.fixture
async def cable(graph_settings: GraphSettings) -> AsyncIterator[Cable]:
    address = urlsplit(graph_settings.uri or "")
    made = Cable(address.hostname or "", address.port or 7687)
    yield made
    await made.cut()


async def test_a_healthy_service_says_so(context: AppContext, valkey: LocalQueue) -> None:
    async with open_queue(valkey.url) as queue, serving(replace(context, queue=queue)) as client:
        ready = await client.get("/readyz")
        assert (await client.get("/livez")).text == "ok"
    assert ready.status_code == 200
    assert ready.json() == {
        "isReady": True,
        "parts": {"graph": "ok", "embedder": "ok", "queue": "ok"},
    }


async def test_a_lost_queue_is_reported_and_does_not_count(context: AppContext) -> None:
    async with (
        open_queue("redis://127.0.0.1:9/0") as queue,
        serving(replace(context, queue=queue)) as client,
    ):
        ready = await client.get("/readyz")
    assert ready.status_code == 200
    assert ready.json()["parts"]["queue"] == "unreachable: work is late"


async def test_a_lost_embedder_counts(context: AppContext) -> None:
    settings = EmbeddingSettings(
        engine=EmbeddingEngine.OPENAI,
        url="http://127.0.0.1:9/v1",
        timeout_s=1,
    )
    async with (
        open_embedder(settings) as embedder,
        serving(replace(context, embedder=embedder)) as client,
    ):
        ready = await client.get("/readyz")
    assert ready.status_code == 503
    assert ready.json()["parts"]["embedder"] != "ok"


async def test_a_lost_graph_is_told_at_once(
    context: AppContext, graph: Graph, graph_settings: GraphSettings, cable: Cable
) -> None:
    tenant = await Tenants(graph).ensure(f"test-{new_id()}", "Réseau")
    secret = (await ApiKeys(graph.for_tenant(tenant.id)).create("test", [Scope.READ])).secret
    settings = graph_settings.model_copy(update={"uri": await cable.plug()})
    headers = {"authorization": f"Bearer {secret}"}
    query = {"query": "{ needs { nodes { id } } }"}
    async with (
        open_graph(settings) as through,
        serving(replace(context, graph=through)) as client,
    ):
        assert (await client.post("/graphql", json=query, headers=headers)).status_code == 200
        await cable.cut()
        remembered = await client.post("/graphql", json=query, headers=headers)
        unknown = await client.post(
            "/graphql", json=query, headers={"authorization": f"Bearer {secret[:-8]}00000000"}
        )
        ready = await client.get("/readyz")
        alive = await client.get("/livez")
    assert remembered.status_code == 503
    assert remembered.headers["retry-after"] == "3"
    (error,) = remembered.json()["errors"]
    assert error["extensions"]["code"] == "UNAVAILABLE"
    assert error["extensions"]["retryable"]
    assert unknown.status_code == 401
    assert ready.status_code == 503
    assert ready.json()["parts"]["graph"] == "Neo4j does not answer"
    assert alive.status_code == 200


async def test_signing_in_without_a_graph_can_be_tried_again(
    context: AppContext, graph: Graph, graph_settings: GraphSettings, cable: Cable
) -> None:
    tenant = await Tenants(graph).ensure(f"test-{new_id()}", "Réseau")
    secret = (await ApiKeys(graph.for_tenant(tenant.id)).create("test", [Scope.READ])).secret
    settings = graph_settings.model_copy(update={"uri": await cable.plug()})
    async with (
        open_graph(settings) as through,
        serving(replace(context, graph=through)) as client,
    ):
        await cable.cut()
        answer = await client.post(
            "/graphql",
            json={"query": "{ needs { nodes { id } } }"},
            headers={"authorization": f"Bearer {secret}"},
        )
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "3"


async def test_nothing_starts_without_a_graph() -> None:
    settings = GraphSettings(uri="bolt://127.0.0.1:9", password=SecretStr("x"))
    with pytest.raises(GraphUnavailableError):
        async with open_context(graph_settings=settings, service=SERVICE):
            pytest.fail("it must not open")


async def test_the_context_opens_over_the_real_parts(
    graph: Graph, graph_settings: GraphSettings
) -> None:
    assert graph.tenant_id is None
    async with (
        open_context(graph_settings=graph_settings, service=SERVICE) as context,
        serving(context) as client,
    ):
        ready = await client.get("/readyz")
    assert ready.json()["parts"]["queue"] == "none: the sweeper does all work"


async def test_metrics_count_queries_and_requests(anonymous: httpx.AsyncClient) -> None:
    await anonymous.get("/a/a-secret-token")
    text = (await anonymous.get("/metrics")).text
    assert 'maillage_graph_query_seconds_count{query="list_applied_migrations"}' in text
    assert 'maillage_api_request_seconds_count{method="GET",room="pages"' in text
    assert "a-secret-token" not in text
