"""What the application holds while it runs, and what one request knows."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import strawberry

from api.caller import Caller
from api.cursors import CursorSigner
from api.limits.buckets import Buckets, LocalBuckets
from api.reference import ReferenceStore
from api.settings import ApiSettings
from graph.connection import Graph
from graph.errors import GraphError
from graph.lifecycle.links import LinkSigner
from graph.repositories.tenants import Tenants
from graph.settings import ServiceSettings
from matching.embedding import Embedder
from matching.policy.desk import PreviewDesk
from matching.retrieval.store import TextStore
from workers.queue import JobQueue

if TYPE_CHECKING:
    # Loaders return the API's types, whose resolvers are given this context.
    from api.loaders import Loaders
    from matching.service import MatchingService


@dataclass(frozen=True, slots=True)
class AppContext:
    """Open connections and settings, shared by all requests. The embedder loads at first use.

    `clock` tells, in seconds, for how long callers, issuers and their keys are remembered.
    """

    graph: Graph
    queue: JobQueue
    embedder: Embedder
    texts: TextStore
    links: LinkSigner
    settings: ApiSettings
    service: ServiceSettings
    outbox_dir: Path | None = None
    buckets: Buckets = field(default_factory=LocalBuckets)
    reference: ReferenceStore = field(default_factory=ReferenceStore)
    previews: PreviewDesk = field(default_factory=PreviewDesk)
    clock: Callable[[], float] = time.monotonic


class AnonymousGraphError(GraphError):
    """A resolver asked for a tenant's data in a request without a key: a fault of ours."""


@dataclass
class RequestContext:
    """One request. `caller` is None only where the schema alone is read, in development.

    `deadline` is when all its queries end, in `time.monotonic` seconds; `answer_headers` go with
    the answer; `is_refused` tells that a mutation changed nothing.
    """

    app: AppContext
    caller: Caller | None
    request_id: str
    body_bytes: int = 0
    deadline: float = math.inf
    answer_headers: dict[str, str] = field(default_factory=dict)
    is_refused: bool = False
    _held_hints: list[tuple[str, dict[str, str]]] | None = None

    @property
    def signed_in(self) -> Caller:
        """The caller. Raises AnonymousGraphError where there is none."""
        if self.caller is None:
            raise AnonymousGraphError("this operation needs a key")
        return self.caller

    @cached_property
    def graph(self) -> Graph:
        """The graph, bound to the caller's tenant."""
        return self.app_graph.until(self.deadline)

    @property
    def app_graph(self) -> Graph:
        """The same beyond this request's time, to clean up after it."""
        return self.app.graph.for_tenant(self.signed_in.tenant_id)

    @cached_property
    def loaders(self) -> Loaders:
        """The loaders of this request."""
        from api.loaders import Loaders  # the same circle as above

        return Loaders(self.graph, self.cursors, self.signed_in, self.app.reference)

    @cached_property
    def cursors(self) -> CursorSigner:
        """Signs cursors that no other tenant can use."""
        secret = self.app.service.secret_key.get_secret_value()
        return CursorSigner(secret, self.signed_in.tenant_id)

    async def matching(self, graph: Graph | None = None) -> MatchingService:
        """Matching for the caller's tenant. Whoever asks first waits while the engine loads.

        Args:
            graph: of another tenant, for what that shows to everybody.
        """
        service = await asyncio.to_thread(_matching_service)
        app = self.app
        return service(graph or self.graph, app.embedder, app.texts, desk=app.previews)

    async def public_graph(self, slug: str) -> Graph:
        """The graph of the network with this slug, for what it shows to everybody.

        Raises NotFoundError.
        """
        tenant = await Tenants(self.app.graph.until(self.deadline)).get_by_slug(slug)
        return self.app.graph.for_tenant(tenant.id).until(self.deadline)

    async def hint(self, job: str, **ids: str) -> None:
        """Tells the workers that this tenant has work."""
        await self._hint(job, {"tenant_id": self.signed_in.tenant_id, **ids})

    async def hint_sweep(self) -> None:
        """Tells the workers to look for work of all tenants, such as mails."""
        await self._hint("work.sweep", {})

    def hold_hints(self) -> None:
        """Keeps hints back: what they are about is not committed yet."""
        self._held_hints = []

    async def send_hints(self) -> None:
        """Sends what was kept back."""
        held, self._held_hints = self._held_hints or [], None
        for job, ids in held:
            await self._hint(job, ids)

    async def _hint(self, job: str, ids: dict[str, str]) -> None:
        if self._held_hints is None:
            await self.app.queue.hint(job, **ids)
        else:
            self._held_hints.append((job, ids))


def _matching_service() -> type[MatchingService]:
    from matching.service import MatchingService  # half a second, and 20 MB with scipy

    return MatchingService


Info: TypeAlias = strawberry.Info[RequestContext, None]
