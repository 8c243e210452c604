"""The main job on the sample network, step by step: import, embed, match, mail."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from cli.console import bar
from cli.local import write_private
from cli.matching import match_all
from cli.sample_network import load_sample
from graph.connection import Graph
from graph.lifecycle.proposing import propose
from graph.models.entities import Tenant
from graph.models.vocabulary import OutboxState, Scope
from graph.repositories.matches import Matches
from graph.repositories.outbox import Outbox
from graph.repositories.parties import Parties
from graph.repositories.runs import Runs
from graph.repositories.tenants import ApiKeys, Tenants
from matching.embedding import EmbeddingSettings, open_embedder
from matching.service import MatchingService

SLUG = "demo"
SEED = 1
MAIL_LIMIT_S = 120.0


@dataclass(slots=True)
class Stopwatch:
    """Seconds of each step, and of all."""

    seconds: dict[str, float] = field(default_factory=dict)
    started: float = field(default_factory=time.perf_counter)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Times a step."""
        started = time.perf_counter()
        yield
        self.seconds[name] = round(time.perf_counter() - started, 2)

    def total(self) -> float:
        """Seconds since the start."""
        return round(time.perf_counter() - self.started, 2)


async def demo_tenant(root: Graph) -> Tenant:
    """The network that the sample belongs to."""
    return await Tenants(root).ensure(
        SLUG,
        "Maillage – réseau de démonstration",
        reply_to="bonjour@maillage.example",
    )


async def demo_key(root: Graph, tenant: Tenant, home: Path) -> str:
    """A staff key of the sample network, kept in the data folder while it opens the graph."""
    path = home / "demo-key"
    secret = path.read_text("utf-8") if path.exists() else ""
    if await Tenants(root).sign_in(secret) is None:
        made = await ApiKeys(root.for_tenant(tenant.id)).create("demo", [Scope.STAFF])
        secret = made.secret
        write_private(path, secret)
    return secret


async def load_and_match(graph: Graph, watch: Stopwatch) -> None:
    """Imports, embeds and matches what is not there yet; asks whoever was not asked yet."""
    with watch.step("import"):
        if not await Parties(graph).count_by_kind():
            with bar("Importing") as advance:
                await load_sample(graph, lambda _what, done, total: advance(done, total))
    async with open_embedder(EmbeddingSettings()) as embedder:
        service = MatchingService(graph, embedder)
        with watch.step("embed"), bar("Embedding") as advance:
            await service.embed(advance)
        with watch.step("match"):
            if await Runs(graph).last_finished() is None:
                await match_all(graph, service, seed=SEED)
            # Outside the condition: the last start may have been stopped right after its run.
            await propose(graph, actor="demo")


async def mails_settled(graph: Graph) -> dict[str, int]:
    """Waits until the worker has settled every mail that is due; counts them by state."""
    deadline = time.monotonic() + MAIL_LIMIT_S
    with bar("Writing mails") as advance:
        while True:
            counts = await Outbox(graph).count_by_state()
            waiting = sum(counts.get(s, 0) for s in (OutboxState.PENDING, OutboxState.SENDING))
            total = sum(counts.values())
            advance(total - waiting, total)
            if not waiting or time.monotonic() > deadline:
                return counts
            await asyncio.sleep(0.2)


async def figures(graph: Graph) -> dict[str, int]:
    """How many parties and matches the network has."""
    parties = sum((await Parties(graph).count_by_kind()).values())
    matches = sum((await Matches(graph).count_by_state()).values())
    return {"parties": parties, "matches": matches}
