"""Neo4j and Valkey as child processes: real servers, started, killed and started again."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from neo4j import AsyncDriver, AsyncGraphDatabase
from redis.asyncio import Redis

from graph.local import HomeInUseError, LocalServerError
from graph.local.release import RELEASES
from graph.local.server import local_graph
from tests.servers import QUICK, GraphServer
from workers.local import LocalQueue, local_queue

# A process that owns a server and waits to be killed.
_OWNER = """
import asyncio, dataclasses, json, pathlib, sys
from graph.local.server import local_graph
from workers.local import local_queue

async def main():
    async with {call} as server:
        print(json.dumps(dataclasses.asdict(server)), flush=True)
        await asyncio.Event().wait()

asyncio.run(main())
"""
_HOME = "pathlib.Path(sys.argv[1])"
_GRAPH_OWNER = _OWNER.format(call=f"local_graph({_HOME}, java_options={QUICK})")
_QUEUE_OWNER = _OWNER.format(call=f"local_queue({_HOME})")


@asynccontextmanager
async def _owner_to_kill(program: str, home: Path) -> AsyncIterator[dict[str, Any]]:
    """What another process says of the server it owns; it is killed at the end."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, str(home), stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout
    try:
        yield json.loads(await process.stdout.readline())
    finally:
        process.kill()
        await process.wait()


def _driver(server: GraphServer) -> AsyncDriver:
    return AsyncGraphDatabase.driver(server.uri, auth=(server.user, server.password))


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def test_each_line_answers_to_its_password(graph_server: GraphServer) -> None:
    async with _driver(graph_server) as driver:
        records, _, _ = await driver.execute_query(
            "CALL dbms.components() YIELD versions RETURN versions"
        )
    assert records[0]["versions"][0] in {release.version for release in RELEASES.values()}


async def test_a_graph_outlives_its_killed_owner_on_disk_only(tmp_path: Path) -> None:
    async with _owner_to_kill(_GRAPH_OWNER, tmp_path) as before:
        before_kill = GraphServer(before["uri"], before["user"], before["password"])
        async with _driver(before_kill) as driver:
            await driver.execute_query("CREATE (:Kept {word: 'maillage'})")
        with pytest.raises(HomeInUseError, match=str(before["pid"])):
            async with local_graph(tmp_path):
                pytest.fail("started twice")
    async with local_graph(tmp_path, java_options=QUICK) as after:
        assert not _is_running(before["pid"])
        assert after.password == before["password"]
        async with _driver(GraphServer(after.uri, after.user, after.password)) as driver:
            records, _, _ = await driver.execute_query("MATCH (n:Kept) RETURN n.word AS word")
        assert [record["word"] for record in records] == ["maillage"]
    assert not _is_running(after.pid)
    assert (tmp_path / "password").stat().st_mode & 0o777 == 0o600


async def test_a_queue_answers(valkey: LocalQueue) -> None:
    async with Redis.from_url(valkey.url) as client:
        assert await client.ping()


async def test_a_queue_ends_with_its_killed_owner(tmp_path: Path) -> None:
    async with _owner_to_kill(_QUEUE_OWNER, tmp_path) as before:
        assert _is_running(before["pid"])
    async with local_queue(tmp_path) as after:
        assert not _is_running(before["pid"])
        assert _is_running(after.pid)
    assert not _is_running(after.pid)


async def test_a_taken_port_is_refused(valkey: LocalQueue, tmp_path: Path) -> None:
    port = int(valkey.url.removesuffix("/0").rpartition(":")[2])
    with pytest.raises(LocalServerError, match=f"Port {port} is taken"):
        async with local_queue(tmp_path, port=port):
            pytest.fail("started")
