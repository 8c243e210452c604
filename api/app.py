"""The ASGI application. Nothing is opened before its lifespan begins."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from functools import partial

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Route

from api import health
from api.authentication import Authenticator
from api.context import AppContext
from api.documents import DocumentStore
from api.http.admission import Admission
from api.http.endpoint import GraphQLEndpoint
from api.http.request_id import RequestId
from api.lifespan import ContextOpener, open_context
from api.oidc.door import TokenDoor, token_door
from api.pages import page_routes
from api.schema import interpreted, schema
from api.settings import ApiSettings

COMPRESSED_BYTES = 1_000


def create_app(
    context_opener: ContextOpener | None = None, *, settings: ApiSettings | None = None
) -> Starlette:
    """The application, also as a factory: `uvicorn --factory api.app:create_app`.

    Args:
        context_opener: opens the connections at start-up; by default as the environment says.
        settings: by default from the environment.
    """
    settings = settings or ApiSettings()
    opener = context_opener or partial(open_context, settings)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            context = await stack.enter_async_context(opener())
            door = await stack.enter_async_context(_door(context, settings))
            app.state.context = context
            app.state.documents = DocumentStore(context.graph)
            app.state.authenticator = Authenticator(context.graph, door, context.clock)
            app.state.embedder_check = health.EmbedderCheck(context.embedder)
            yield

    endpoint = GraphQLEndpoint(
        schema if settings.has_compiled_plans else interpreted(),
        is_development=settings.is_development,
        timeout_s=settings.request_timeout_s,
        admission=Admission(settings.most_running, settings.most_waiting),
    )
    return Starlette(
        routes=[Route("/graphql", endpoint), *health.ROUTES, *page_routes(settings.is_development)],
        middleware=[Middleware(RequestId), _cors(settings), _compression()],
        lifespan=lifespan,
    )


def _door(context: AppContext, settings: ApiSettings) -> AbstractAsyncContextManager[TokenDoor]:
    return token_door(
        context.graph, trusts_local=settings.trusts_local_issuers, clock=context.clock
    )


def _compression() -> Middleware:
    # Level 4 is three times as fast as 9, for answers a few percent longer.
    return Middleware(GZipMiddleware, minimum_size=COMPRESSED_BYTES, compresslevel=4)


def _cors(settings: ApiSettings) -> Middleware:
    return Middleware(
        CORSMiddleware,
        allow_origins=settings.cors_origins,
        allow_methods=["GET", "POST"],
        allow_headers=[
            "authorization",
            "content-type",
            "idempotency-key",
            "if-none-match",
            "x-request-id",
        ],
        expose_headers=[
            "etag",
            "idempotent-replayed",
            "ratelimit",
            "ratelimit-policy",
            "retry-after",
            "x-request-id",
        ],
        max_age=600,
    )
