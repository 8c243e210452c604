"""What jobs work with: opened once for a worker, given to each job."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from graph.connection import Graph, open_graph
from graph.lifecycle.links import LinkSigner
from graph.migrate import refuse_if_behind
from graph.settings import GraphSettings, ServiceSettings
from matching.embedding import Embedder, EmbeddingSettings, open_embedder
from matching.retrieval.store import TextStore
from matching.service import MatchingService
from workers.mail.engines import open_transport
from workers.mail.letterhead import Letterhead
from workers.mail.signing import open_signer
from workers.mail.transport import Transport
from workers.queue import JobQueue, open_queue
from workers.settings import MailSettings, WorkerSettings


@dataclass(frozen=True, slots=True)
class WorkerContext:
    """Open connections of one worker. `graph` is bound to no tenant."""

    graph: Graph
    queue: JobQueue
    embedder: Embedder
    texts: TextStore
    transport: Transport
    letterhead: Letterhead
    bounces: Path | None = None
    """The Maildir of reports about mails that came back."""
    locks: defaultdict[str, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))
    """One per tenant: two jobs of one worker do not embed the same texts twice."""
    waiting: set[str] = field(default_factory=set)
    """The tenants for whose lock a `need.prepare` waits: one more would add nothing."""

    def matching(self, tenant_id: str) -> MatchingService:
        """Matching for one tenant."""
        return MatchingService(self.graph.for_tenant(tenant_id), self.embedder, self.texts)


@asynccontextmanager
async def open_context(settings: WorkerSettings) -> AsyncIterator[WorkerContext]:
    """Opens what jobs need, as the environment says.

    Raises:
        GraphUnavailableError: Neo4j does not answer.
        MigrationError: the graph lacks a migration; the message names the command to run.
    """
    service, mail = ServiceSettings(), MailSettings()
    async with (
        open_graph(GraphSettings()) as graph,
        open_queue(settings.queue_url) as queue,
        open_embedder(EmbeddingSettings()) as embedder,
    ):
        await refuse_if_behind(graph)
        links = LinkSigner(service.secret_key.get_secret_value())
        yield WorkerContext(
            graph=graph,
            queue=queue,
            embedder=embedder,
            texts=TextStore(embedder.model.dimensions),
            transport=open_transport(mail),
            letterhead=Letterhead(mail.sender, service.public_url, links, open_signer(mail)),
            bounces=mail.bounces,
        )
