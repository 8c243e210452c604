"""What goes wrong between us and Neo4j reaches the caller in our words, and soon."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from pydantic import SecretStr

from graph.connection import Graph, Record, Transaction, open_graph
from graph.errors import (
    ConstraintViolatedError,
    GraphCredentialsError,
    GraphError,
    GraphTimeoutError,
    GraphUnavailableError,
    QueryFailedError,
)
from graph.ids import new_id
from graph.local.ports import choose_port
from graph.repositories.parties import Parties, party_row
from graph.settings import GraphSettings
from tests.factories import a_party, graph_settings, new_siret, new_tenant
from tests.servers import GraphServer

PATIENCE_S = 6.0


@asynccontextmanager
async def _silent_server() -> AsyncIterator[str]:
    """A port that takes connections and never says a word."""

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    async with await asyncio.start_server(listen, "127.0.0.1", 0) as server:
        yield f"bolt://127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def _refusal(settings: GraphSettings) -> tuple[GraphError, float]:
    """What opening says, and after how many seconds."""
    started = time.monotonic()
    with pytest.raises(GraphError) as refused:
        async with open_graph(settings):
            pytest.fail("opened")
    return refused.value, time.monotonic() - started


async def test_a_closed_port_is_reported_soon() -> None:
    error, seconds = await _refusal(GraphSettings(uri=f"bolt://127.0.0.1:{choose_port()}"))
    assert isinstance(error, GraphUnavailableError)
    assert error.is_retryable
    assert seconds < PATIENCE_S


async def test_a_silent_port_is_reported_soon() -> None:
    async with _silent_server() as uri:
        error, seconds = await _refusal(GraphSettings(uri=uri))
    assert isinstance(error, GraphUnavailableError)
    assert seconds < PATIENCE_S


async def test_a_wrong_password_names_the_settings(graph_server: GraphServer) -> None:
    error, _ = await _refusal(graph_settings(graph_server, password=SecretStr("no")))
    assert isinstance(error, GraphCredentialsError)
    assert not error.is_retryable
    assert "MAILLAGE_GRAPH_PASSWORD" in str(error)


async def test_a_missing_address_says_what_to_do() -> None:
    with pytest.raises(GraphError, match="maillage dev"):
        async with open_graph(GraphSettings(uri=None)):
            pytest.fail("opened")


async def test_the_server_says_its_version(migrated_graph: Graph) -> None:
    assert (await migrated_graph.server_version()).startswith(("5.26.", "2026."))


async def test_a_constraint_names_the_query(tenant: Graph) -> None:
    siret = new_siret()
    await Parties(tenant).save(a_party(siret=siret))
    with pytest.raises(ConstraintViolatedError, match="upsert_parties"):
        await Parties(tenant).save(a_party(siret=siret))


async def test_a_missing_parameter_names_the_query(tenant: Graph) -> None:
    with pytest.raises(QueryFailedError, match="get_run"):
        await tenant.read("get_run")


async def test_a_slow_query_is_ended(graph_server: GraphServer, tenant: Graph) -> None:
    party = await Parties(tenant).save(a_party())
    # The holder has the usual time: it must not be ended before the one that waits for it.
    async with (
        _held(tenant, party.id),
        open_graph(graph_settings(graph_server, query_timeout_s=0.3)) as graph,
    ):
        hurried = graph.for_tenant(tenant.tenant_id or "")
        with pytest.raises(GraphTimeoutError, match="narrower"):
            await hurried.write("pause_party", id=party.id, until=None)


async def test_a_query_ends_when_its_request_does(tenant: Graph) -> None:
    party = await Parties(tenant).save(a_party())
    hurried = tenant.until(time.monotonic() + 0.3)
    assert hurried.tenant_id == tenant.tenant_id
    async with _held(tenant, party.id):
        with pytest.raises(GraphTimeoutError, match="narrower"):
            await hurried.write("pause_party", id=party.id, until=None)
    with pytest.raises(GraphTimeoutError, match="is over"):
        await hurried.at(tenant.clock()).read("get_tenant")


async def test_a_full_pool_is_no_fault_of_the_query(graph_server: GraphServer) -> None:
    settings = graph_settings(graph_server, pool_size=1, connect_timeout_s=0.2)
    async with open_graph(settings) as graph:
        tenant = await new_tenant(graph)
        party = await Parties(tenant).save(a_party())
        async with _held(tenant, party.id):
            with pytest.raises(GraphUnavailableError):
                await tenant.read("get_tenant")


@asynccontextmanager
async def _held(tenant: Graph, party_id: str) -> AsyncIterator[None]:
    """A party that another transaction has locked."""
    is_locked, may_end = asyncio.Event(), asyncio.Event()

    async def work(transaction: Transaction) -> None:
        await transaction.run("pause_party", id=party_id, until=None)
        is_locked.set()
        await may_end.wait()

    holder = asyncio.create_task(tenant.transact(work))
    await is_locked.wait()
    try:
        yield
    finally:
        may_end.set()
        await asyncio.gather(holder, return_exceptions=True)


async def test_a_deadlock_is_tried_again(tenant: Graph) -> None:
    parties = [(await Parties(tenant).save(a_party())).id for _ in range(2)]
    attempts, both = [0, 0], asyncio.Barrier(2)

    async def crosswise(side: int) -> None:
        async def work(transaction: Transaction) -> None:
            attempts[side] += 1
            await transaction.run("pause_party", id=parties[side], until=transaction.now)
            if attempts[side] == 1:
                await both.wait()
            await transaction.run("pause_party", id=parties[1 - side], until=transaction.now)

        await tenant.transact(work)

    await asyncio.gather(crosswise(0), crosswise(1))
    assert sum(attempts) > len(parties)


async def test_statements_that_meet_crosswise_are_tried_again(tenant: Graph) -> None:
    """Each of eight writes takes the same parties in another order: some lock each other out."""
    ids = [new_id() for _ in range(60)]

    async def save(order: int) -> list[Record]:
        turn = -1 if order % 2 else 1
        rows = [party_row(each, a_party(text=f"Texte {order}")) for each in ids[::turn]]
        return await tenant.upsert("upsert_parties", rows=rows)

    await save(0)
    written = await asyncio.gather(*(save(order) for order in range(1, 9)))
    assert [sorted(row["id"] for row in rows) for rows in written] == [ids] * 8
    texts = {party.text for party in (await Parties(tenant).get_many(ids)).values()}
    assert texts <= {f"Texte {order}" for order in range(1, 9)}


async def test_a_transaction_that_fails_leaves_nothing(tenant: Graph) -> None:
    party = await Parties(tenant).save(a_party())

    async def work(transaction: Transaction) -> None:
        await transaction.run("pause_party", id=party.id, until=transaction.now)
        await transaction.run("get_run")

    with pytest.raises(QueryFailedError):
        await tenant.transact(work)
    assert (await Parties(tenant).get(party.id)).paused_until is None


async def test_no_parameter_moves_a_query_to_another_tenant(
    tenant: Graph, migrated_graph: Graph
) -> None:
    other = await new_tenant(migrated_graph)
    party = await Parties(other).save(a_party())
    found = await tenant.read("get_parties_by_ids", ids=[party.id], tenant_id=other.tenant_id)
    assert found == []
