"""The API without its database: everybody is signed in, and no request should get that far."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, cast

from pydantic import SecretStr
from starlette.applications import Starlette

from api.app import create_app
from api.caller import Caller
from api.context import AppContext
from api.limits.buckets import Balance
from api.settings import ApiSettings
from graph.lifecycle.links import LinkSigner
from graph.models.vocabulary import Scope
from graph.settings import ServiceSettings
from workers.queue import SilentQueue

if TYPE_CHECKING:
    from graph.connection import Graph
    from matching.embedding import Embedder
    from matching.retrieval.store import TextStore


class EverybodySignedIn:
    """Takes every caller for the same administrator: the one with the fewest refusals."""

    async def sign_in(self, _header: str | None) -> Caller:
        """See `api.authentication.Authenticator`."""
        return Caller(tenant_id="0", actor="key:0", name="bench", scopes=(Scope.ADMIN,))


class BottomlessBuckets:
    """Points without end: what is measured is each request, not the rate of them."""

    async def take(self, _caller: str, _points: float) -> Balance:
        """See `api.limits.buckets.Buckets`."""
        return Balance(is_taken=True, points=1_000)

    def give_back(self, caller: str, points: float) -> None:
        """See `api.limits.buckets.Buckets`."""


@asynccontextmanager
async def service() -> AsyncIterator[Starlette]:
    """The application between start-up and shutdown, as in production."""
    settings = ApiSettings(is_development=False, can_introspect=True)
    context = AppContext(
        graph=cast("Graph", None),
        queue=SilentQueue(),
        embedder=cast("Embedder", None),
        texts=cast("TextStore", None),
        links=LinkSigner("bench"),
        settings=settings,
        service=ServiceSettings(secret_key=SecretStr("a secret of the bench")),
        buckets=BottomlessBuckets(),
    )

    @asynccontextmanager
    async def opener() -> AsyncIterator[AppContext]:
        yield context

    app = create_app(opener, settings=settings)
    async with app.router.lifespan_context(app):
        app.state.authenticator = EverybodySignedIn()
        yield app
