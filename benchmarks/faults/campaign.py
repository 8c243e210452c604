"""Fault after fault against the real worker, until each mail's delivery has ended."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from arq import ArqRedis, create_pool

from benchmarks.faults.gate import COMMIT, LOOPBACK, Gate, Manner, Trap, open_gate
from benchmarks.faults.mails import Mails, fill, next_morning
from benchmarks.faults.plan import Fault, Kind, Stage
from benchmarks.faults.processes import Workers, open_workers
from benchmarks.faults.relay import Relay, open_relay
from benchmarks.faults.report import report, unexplained
from benchmarks.faults.servers import Mortal, mortal_queue
from benchmarks.faults.worker import Life
from graph.connection import Graph, open_graph
from graph.ids import new_id
from graph.migrate import migrate, pending_migrations
from graph.models.entities import OutboxRow
from graph.repositories.tenants import Tenants
from graph.settings import GraphSettings
from workers.queue import redis_settings, serialize

MANY = 3  # mails where several workers are busy
REHEARSALS = 2
ROUNDS = 12
SHORT_S = 0.3  # how long a worker waits for a relay that hangs
PATTERNS = {
    Stage.CONNECT: b"",
    Stage.EHLO: b"EHLO ",
    Stage.MAIL: b"MAIL FROM:",
    Stage.RCPT: b"RCPT TO:",
    Stage.DATA: b"DATA\r\n",
    Stage.BODY: b"\r\nSubject: ",
    Stage.DOT: b"\r\n.\r\n",
}
Advance = Callable[[int, int], None]


@dataclass
class Campaign:
    """The servers, the ways to them, and what has happened so far."""

    mails: Mails
    workers: Workers
    relay: Relay
    to_relay: Gate
    to_graph: Gate
    queue: ArqRedis
    other_queue: ArqRedis
    queue_server: Mortal
    graph_server: Mortal | None
    life: Life
    steps: int = 0
    suffered: list[Fault] = field(default_factory=list)
    fault_of: dict[str, Fault] = field(default_factory=dict)

    async def rehearse(self) -> None:
        """Counts the steps of a delivery with which nothing is wrong."""
        counts = []
        for _ in range(REHEARSALS):
            await self._hint(await self.mails.write(1))
            await self.workers.run(self.life)
            counts.append(self.life.steps.value)
        self.steps = min(counts)

    async def suffer(self, fault: Fault) -> None:
        """One fault, upon mails of its own. Whatever is not delivered then waits."""
        await self.queue.flushall()
        self.to_relay.clear()
        self.to_graph.clear()
        await SUFFERING[fault.kind](self, fault)
        self.suffered.append(fault)

    async def recover(self) -> None:
        """Lets time pass, a morning a round, until every delivery has ended."""
        self.to_relay.clear()
        self.to_graph.clear()
        for _ in range(ROUNDS):
            if not await self.mails.open():
                return
            self._wait()
            # Time has passed in the queue, too: what it knew of the killed is gone.
            await self.queue.flushdb()
            await self.queue.enqueue_job("work.sweep")
            await self.workers.run(self.life)

    def _wait(self) -> None:
        ahead = next_morning(self.life.now()) - datetime.now(UTC)
        self.life.ahead_s.value = ahead.total_seconds()

    async def _write(self, fault: Fault, count: int = 1) -> list[OutboxRow]:
        rows = await self.mails.write(count)
        self.fault_of |= {row.id: fault for row in rows}
        return rows

    async def _hint(self, rows: list[OutboxRow], *, times: int = 1) -> None:
        for row in rows * times:
            await self.queue.enqueue_job(
                "mail.deliver", _job_id=new_id(), tenant_id=row.tenant_id, mail_id=row.id
            )

    def _trap(self, fault: Fault, manner: Manner) -> None:
        pattern = PATTERNS[fault.stage]
        self.to_relay.set(Trap(manner, pattern, is_passed=fault.is_passed))

    async def killed(self, fault: Fault) -> None:
        """A worker ends at a step. There may be a step less than in the rehearsals."""
        kill_at = 1 + int(fault.at * self.steps)
        status = 0
        while status == 0:
            (row,) = await self._write(fault)
            await self._hint([row])
            self.life.leaving.value = 0
            status = await self.workers.run(replace(self.life, kill_at=kill_at))
            is_leaving = self.life.leaving.value > 0
            self.fault_of[row.id] = replace(fault, is_leaving=is_leaving)
            kill_at -= 1

    async def hangs(self, fault: Fault) -> None:
        """The relay says nothing any more."""
        await self._let_down(fault, Manner.HANG)

    async def closes(self, fault: Fault) -> None:
        """The connection to the relay ends."""
        await self._let_down(fault, Manner.CLOSE)

    async def _let_down(self, fault: Fault, manner: Manner) -> None:
        await self._hint(await self._write(fault))
        self._trap(fault, manner)
        await self.workers.run(replace(self.life, timeout_s=SHORT_S))
        assert self.to_relay.has_struck.is_set(), fault

    async def cut(self, fault: Fault) -> None:
        """The connection to Neo4j ends at a commit, which is done or is not."""
        await self._hint(await self._write(fault))
        settings = self.life.graph.model_copy(
            update={"uri": f"bolt://{LOOPBACK}:{self.to_graph.port}"}
        )
        self.to_graph.set(Trap(Manner.CLOSE, COMMIT, fault.commit, fault.is_passed))
        await self.workers.run(replace(self.life, graph=settings))
        assert self.to_graph.has_struck.is_set(), fault

    @asynccontextmanager
    async def _held(self, fault: Fault, life: Life) -> AsyncIterator[None]:
        """While a worker's message stands at the stage; then it goes on."""
        self._trap(fault, Manner.HOLD)
        async with self.workers.running(life):
            async with asyncio.timeout(20):
                await self.to_relay.has_struck.wait()
            yield
            self.to_relay.goes_on.set()

    async def restarted(self, fault: Fault) -> None:
        """Neo4j is killed while a message is on its way, and comes back."""
        assert self.graph_server is not None
        await self._hint(await self._write(fault))
        async with self._held(fault, self.life):
            await self.graph_server.kill()
            self.to_relay.goes_on.set()
            await self.graph_server.start()

    async def flushed(self, fault: Fault) -> None:
        """The queue forgets everything: before the worker looks, or while it delivers."""
        await self._hint(await self._write(fault))
        if not fault.is_passed:
            await self.queue.flushdb()
            await self.workers.run(self.life)
            return
        async with self._held(fault, self.life):
            await self.queue.flushdb()

    async def queue_killed(self, fault: Fault) -> None:
        """Valkey is killed while a message is on its way. The worker may end; it is not alone."""
        await self._hint(await self._write(fault))
        async with self._held(fault, self.life):
            await self.queue_server.kill()
            await asyncio.sleep(SHORT_S)
            self.to_relay.goes_on.set()
            await self.queue_server.start()

    async def jumped(self, fault: Fault) -> None:
        """A second worker, whose clock is wrong, finds the mail while the first one has it."""
        await self._hint(await self._write(fault))
        # A queue of its own: in the first one's, it would wait for the job that stands still.
        other = replace(self.life, jump=fault.jump, queue_url=other_url(self.life.queue_url))
        async with self._held(fault, self.life):
            await self.other_queue.enqueue_job("work.sweep")
            await self.workers.run(other)

    async def doubled(self, fault: Fault) -> None:
        """Two workers at once, and two hints of each mail."""
        await self._hint(await self._write(fault, MANY), times=2)
        await asyncio.gather(self.workers.run(self.life), self.workers.run(self.life))

    async def cron_doubled(self, fault: Fault) -> None:
        """Two workers at once, and a sweep that the clock started three times."""
        await self._write(fault, MANY)
        for _ in range(MANY):
            await self.queue.enqueue_job("work.sweep")
        await asyncio.gather(self.workers.run(self.life), self.workers.run(self.life))

    async def report(self) -> dict[str, Any]:
        """The figures, and mails that are in doubt without a reason."""
        rows = [row for row in await self.mails.all() if row.id in self.fault_of]
        return report(self.suffered, rows, self.relay.log) | {
            "unexplained": unexplained(rows, self.fault_of)
        }


SUFFERING: dict[Kind, Callable[[Campaign, Fault], Any]] = {
    Kind.WORKER_KILLED: Campaign.killed,
    Kind.RELAY_HANGS: Campaign.hangs,
    Kind.RELAY_CLOSES: Campaign.closes,
    Kind.GRAPH_CUT: Campaign.cut,
    Kind.GRAPH_RESTARTED: Campaign.restarted,
    Kind.QUEUE_FLUSHED: Campaign.flushed,
    Kind.QUEUE_KILLED: Campaign.queue_killed,
    Kind.CLOCK_JUMPED: Campaign.jumped,
    Kind.WORKERS_DOUBLED: Campaign.doubled,
    Kind.CRON_DOUBLED: Campaign.cron_doubled,
}
EVERY = 15


async def run(
    plan: list[Fault],
    settings: GraphSettings,
    home: Path,
    *,
    graph_server: Mortal | None = None,
    advance: Advance = lambda _done, _all: None,
) -> dict[str, Any]:
    """Suffers the plan on this Neo4j; only a `graph_server` can be restarted."""
    async with _opened(settings, home, len(plan), graph_server) as campaign:
        await campaign.rehearse()
        for done, fault in enumerate(plan, start=1):
            await campaign.suffer(fault)
            if done % EVERY == 0:
                await campaign.recover()
            advance(done, len(plan))
        await campaign.recover()
        return await campaign.report()


@asynccontextmanager
async def _opened(
    settings: GraphSettings, home: Path, count: int, graph_server: Mortal | None
) -> AsyncIterator[Campaign]:
    workers = open_workers()
    ahead_s, steps, leaving = (workers.shared(kind) for kind in "dii")
    bolt = urlsplit(settings.uri or "")
    async with (
        open_relay(Relay()) as relay,
        open_gate(LOOPBACK, relay.port) as to_relay,
        open_gate(bolt.hostname or LOOPBACK, bolt.port or 0) as to_graph,
        mortal_queue(home) as (queue_url, queue_server),
    ):
        life = Life(settings, queue_url, to_relay.port, ahead_s, steps, leaving)
        ahead_s.value = (next_morning(datetime.now(UTC)) - datetime.now(UTC)).total_seconds()
        async with open_graph(settings, clock=life.now) as root:
            mails = await fill(await _network(root), count * MANY)
            urls = (queue_url, other_url(queue_url))
            queue, other = [await _pool(url) for url in urls]
            try:
                yield Campaign(
                    mails,
                    workers,
                    relay,
                    to_relay,
                    to_graph,
                    queue,
                    other,
                    queue_server,
                    graph_server,
                    life,
                )
            finally:
                for pool in (queue, other):
                    await pool.aclose(close_connection_pool=True)


def other_url(queue_url: str) -> str:
    """Another queue of the same server."""
    return f"{queue_url.rpartition('/')[0]}/1"


async def _pool(url: str) -> ArqRedis:
    return await create_pool(redis_settings(url), job_serializer=serialize)


async def _network(root: Graph) -> Graph:
    if await pending_migrations(root):
        await migrate(root)
    tenant = await Tenants(root).ensure(f"campaign-{new_id()}", "Réseau")
    return root.for_tenant(tenant.id)
