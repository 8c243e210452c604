"""`hello` and a list of 50 × 5 without a database, through our endpoint and executor."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import strawberry
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route
from strawberry.extensions import ParserCache, ValidationCache

from api.http.admission import Admission
from api.http.endpoint import GraphQLEndpoint
from api.http.request_id import RequestId
from api.plans import planned_executor
from api.settings import ApiSettings
from benchmarks.api.serving import serve


@strawberry.type
class Row:
    id: strawberry.ID
    name: str
    size: int
    is_open: bool
    weight: float


ROWS = [
    Row(id=strawberry.ID(str(n)), name=f"name {n}", size=n, is_open=n % 2 == 0, weight=n / 7)
    for n in range(50)
]


@strawberry.type
class Query:
    @strawberry.field
    def hello(self) -> str:
        return "hello"

    @strawberry.field
    def rows(self) -> list[Row]:
        return ROWS


schema = strawberry.Schema(
    Query,
    extensions=[lambda: ParserCache(maxsize=16), lambda: ValidationCache(maxsize=16)],
    execution_context_class=planned_executor(),
)


@asynccontextmanager
async def lifespan(app: Starlette) -> AsyncIterator[None]:
    app.state.context = None
    yield


settings = ApiSettings()
endpoint = GraphQLEndpoint(
    schema,
    is_development=True,
    timeout_s=settings.request_timeout_s,
    admission=Admission(settings.most_running, settings.most_waiting),
)

if __name__ == "__main__":
    serve(
        Starlette(
            routes=[Route("/graphql", endpoint)],
            middleware=[Middleware(RequestId)],
            lifespan=lifespan,
        )
    )
