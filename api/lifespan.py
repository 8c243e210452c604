"""Opening what the application needs, and closing it again."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager

from api.context import AppContext
from api.limits.buckets import open_buckets
from api.settings import ApiSettings
from graph.connection import open_graph
from graph.lifecycle.links import LinkSigner
from graph.migrate import refuse_if_behind
from graph.settings import GraphSettings, ServiceSettings
from matching.embedding import EmbeddingSettings, open_embedder
from matching.retrieval.store import TextStore
from workers.queue import JobQueue, SilentQueue, open_queue

ContextOpener = Callable[[], AbstractAsyncContextManager[AppContext]]


@asynccontextmanager
async def open_context(
    settings: ApiSettings | None = None,
    *,
    graph_settings: GraphSettings | None = None,
    service: ServiceSettings | None = None,
    embedding: EmbeddingSettings | None = None,
) -> AsyncIterator[AppContext]:
    """Opens the application's context; what is not given is read from the environment.

    Raises:
        GraphUnavailableError: Neo4j does not answer.
        MigrationError: the graph lacks a migration; the message names the command to run.
    """
    settings = settings or ApiSettings()
    service = service or ServiceSettings()
    async with AsyncExitStack() as stack:
        graph = await stack.enter_async_context(open_graph(graph_settings or GraphSettings()))
        await refuse_if_behind(graph)
        embedder = await stack.enter_async_context(open_embedder(embedding or EmbeddingSettings()))
        yield AppContext(
            graph=graph,
            queue=await _queue(stack, settings.queue_url),
            embedder=embedder,
            texts=TextStore(embedder.model.dimensions),
            links=LinkSigner(service.secret_key.get_secret_value()),
            settings=settings,
            service=service,
            outbox_dir=settings.outbox_dir,
            buckets=await stack.enter_async_context(
                open_buckets(settings.limits_url or settings.queue_url)
            ),
        )


async def _queue(stack: AsyncExitStack, url: str | None) -> JobQueue:
    if url is None:
        return SilentQueue()
    return await stack.enter_async_context(open_queue(url))
