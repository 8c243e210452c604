"""A mutation under a key whose process is killed between effect and answer happens once."""

import asyncio
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

import httpx
import pytest

from benchmarks.faults.gate import COMMIT, LOOPBACK, Gate, Manner, Trap, open_gate
from graph.connection import Graph, open_graph
from graph.ids import new_id
from graph.local.ports import choose_port
from graph.models.vocabulary import Scope
from tests.factories import graph_settings
from tests.integration.api.network import REGISTER_SME
from tests.integration.cli.service import new_network, start, until_alive
from tests.servers import GraphServer

LEASE_IS_OVER = """
MATCH (r:Request {tenant_id: $id, state: 'IN_FLIGHT'})
SET r.leased_until = r.leased_until - duration('PT31S')
"""
NAMED = "MATCH (p:Party {tenant_id: $id, name: $name}) RETURN p.id AS id"


@dataclass
class Service:
    """The process, which is started again whenever it was killed, behind a gate to Neo4j."""

    server: GraphServer
    gate: Gate
    network: Graph
    client: httpx.AsyncClient
    process: Process | None = None

    async def ensure(self) -> None:
        """Starts the process where none runs; the next commits are those of the next mutation."""
        if self.process is None:
            self.process = await start(self.server, self.client.base_url.port or 0)
            await until_alive(self.client)

    async def kill(self) -> None:
        """Ends the process where it stands: kill -9."""
        if self.process is not None:
            self.process.kill()
            await self.process.wait()
            self.process = None
            self.gate.cut()

    async def register(self, key: str, name: str) -> httpx.Response:
        body = {"query": REGISTER_SME, "variables": {"input": {"kind": "SME", "name": name}}}
        return await self.client.post("/graphql", json=body, headers={"idempotency-key": key})

    async def killed_at(self, commit: int, *, is_done: bool, key: str, name: str) -> None:
        """Registers a party, and kills the process at a commit; nobody gets an answer."""
        self.gate.set(Trap(Manner.HANG, COMMIT, commit, is_done))
        asked = asyncio.create_task(self.register(key, name))
        async with asyncio.timeout(10):
            await self.gate.has_struck.wait()
        await self.kill()
        with pytest.raises(httpx.TransportError):
            await asked

    async def named(self, name: str) -> list[str]:
        rows = await self.network.run_statement(NAMED, id=self.network.tenant_id, name=name)
        return [row["id"] for row in rows]


@pytest.fixture(scope="module")
async def service(current_graph: GraphServer) -> AsyncIterator[Service]:
    """One for all points: what is started again after one is killed at the next."""
    target = urlsplit(current_graph.uri)
    async with (
        open_gate(target.hostname or "", target.port or 0) as gate,
        open_graph(graph_settings(current_graph)) as root,
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{choose_port()}", timeout=20) as client,
    ):
        network, secret = await new_network(root, Scope.WRITE)
        client.headers["authorization"] = f"Bearer {secret}"
        found = Service(
            replace(current_graph, uri=f"bolt://{LOOPBACK}:{gate.port}"), gate, network, client
        )
        try:
            yield found
        finally:
            await found.kill()


@pytest.mark.parametrize(
    ("commit", "is_done", "effects", "status"),
    [
        (1, False, 0, 200),
        (1, True, 0, 409),
        (2, False, 0, 409),
        (2, True, 1, 200),
    ],
    ids=["unclaimed", "claimed", "effect not committed", "effect committed"],
)
async def test_the_next_try_ends_what_was_begun_or_tells_what_was_done(
    service: Service, commit: int, effects: int, status: int, *, is_done: bool
) -> None:
    key, name = new_id(), f"Forge {new_id()}"
    await service.ensure()
    await service.killed_at(commit, is_done=is_done, key=key, name=name)
    before = await service.named(name)
    assert len(before) == effects

    await service.ensure()
    again = await service.register(key, name)
    assert again.status_code == status
    assert again.headers.get("idempotent-replayed") == ("true" if is_done and effects else None)

    # Somebody might still work on what was claimed, for half a minute.
    await service.network.run_statement(LEASE_IS_OVER, id=service.network.tenant_id)
    answers = [await service.register(key, name) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert len({answer.content for answer in answers}) == 1
    (party_id,) = await service.named(name)
    assert before in ([], [party_id])
    assert name in answers[0].text

    other = await service.register(key, f"{name} bis")
    assert other.status_code == 422
    assert other.json()["errors"][0]["extensions"]["code"] == "IDEMPOTENCY_KEY_REUSED"
    assert await service.named(f"{name} bis") == []
