"""A worker's context over the real servers, with the bundled encoder and a Maildir."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from graph.connection import Graph, open_graph
from graph.lifecycle.links import LinkSigner
from graph.migrate import migrate
from graph.repositories.reference import load_reference
from matching.embedding import Embedder, EmbeddingSettings, open_embedder
from matching.retrieval.store import TextStore
from tests.factories import graph_settings, new_tenant
from tests.servers import GraphServer
from workers.context import WorkerContext
from workers.local import LocalQueue
from workers.mail.letterhead import Letterhead
from workers.mail.maildir import MaildirTransport
from workers.queue import open_queue


@pytest.fixture(scope="session")
async def embedder() -> AsyncIterator[Embedder]:
    async with open_embedder(EmbeddingSettings()) as opened:
        yield opened


@pytest.fixture
async def context(
    current_graph: GraphServer, valkey: LocalQueue, embedder: Embedder, tmp_path: Path
) -> AsyncIterator[WorkerContext]:
    async with (
        open_graph(graph_settings(current_graph)) as graph,
        open_queue(valkey.url) as queue,
    ):
        await migrate(graph)
        await load_reference(graph)
        yield WorkerContext(
            graph=graph,
            queue=queue,
            embedder=embedder,
            texts=TextStore(embedder.model.dimensions),
            transport=MaildirTransport(tmp_path / "outbox"),
            letterhead=Letterhead(
                "Maillage <no-reply@maillage.example>", "http://127.0.0.1", LinkSigner("k" * 16)
            ),
        )


@pytest.fixture
async def network(context: WorkerContext) -> Graph:
    """A tenant of its own, the only one with work: a worker serves all, in the order of time."""
    await context.graph.run_statement("MATCH (t:Task) DETACH DELETE t")
    await context.graph.run_statement("MATCH (x:Outbox {state: 'PENDING'}) SET x.state = 'FAILED'")
    return await new_tenant(context.graph)
