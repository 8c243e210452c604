"""The servers that tests use: real ones, in temporary homes that are deleted with them."""

import os
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from graph.local import JarsUnavailableError
from graph.local.release import Line
from graph.local.server import local_graph
from tests.telling import secrets_in
from workers.local import LocalQueue, local_queue

USER = "neo4j"
_GIVEN_URI = os.environ.get("MAILLAGE_TEST_GRAPH_URI", "")
_GIVEN_PASSWORD = os.environ.get("MAILLAGE_TEST_GRAPH_PASSWORD", "")
_IS_CI = os.environ.get("CI") == "true"

# Servers of a few minutes: the second compiler would cost more than it brings (10 s of processor
# time to start with it, 6 s without), and the jars' classes, whose checksums are right, need not be
# verified one by one.
QUICK = (
    "-XX:TieredStopAtLevel=1",
    "-XX:+UnlockDiagnosticVMOptions",
    "-XX:-BytecodeVerificationRemote",
)
# A graph that grows from nothing outdates its statistics all the time: planning the same queries
# anew took a quarter of what the server did.
_PLANNED_ONCE = {"dbms.cypher.min_replan_interval": "1h"}

# A server that is given stands for every line.
LINES = ["current"] if _GIVEN_URI else ["current", "lts"]


@dataclass(frozen=True, slots=True)
class GraphServer:
    """Where a Neo4j answers, and as whom to connect."""

    uri: str
    user: str
    password: str


def logs_of(home: Path) -> list[str]:
    """What a local server has written into its logs."""
    return [file.read_text("utf-8", "replace") for file in home.rglob("*.log")]


@asynccontextmanager
async def graph_of_line(line: Line) -> AsyncIterator[GraphServer]:
    """The Neo4j that the environment names, or else a new one of the line.

    Where its jars cannot be fetched, the long-term line is skipped on a developer's machine;
    the current line fails, and so do both in continuous integration.
    """
    if _GIVEN_URI:
        yield GraphServer(_GIVEN_URI, USER, _GIVEN_PASSWORD)
        return
    with tempfile.TemporaryDirectory(prefix="maillage-graph-") as home:
        try:
            async with local_graph(
                Path(home),
                line=line,
                heap="512m",
                java_options=QUICK,
                settings=_PLANNED_ONCE,
            ) as server:
                yield GraphServer(server.uri, server.user, server.password)
            # What the suite wrote is in Neo4j's data, and must not be in its logs.
            assert secrets_in(logs_of(Path(home))) == []
        except JarsUnavailableError as error:
            if line == "current" or _IS_CI:
                raise
            pytest.skip(f"Neo4j {line} is not tested. {error}")


@asynccontextmanager
async def new_valkey() -> AsyncIterator[LocalQueue]:
    """A Valkey of its own."""
    with tempfile.TemporaryDirectory(prefix="maillage-valkey-") as home:
        async with local_queue(Path(home)) as server:
            yield server
