"""A request that takes too long is ended, and what it began in Neo4j with it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from api.context import AppContext
from api.global_ids import split_global_id
from api.settings import ApiSettings
from graph.connection import Graph, Transaction
from tests.integration.api.conftest import NewNetwork
from tests.integration.api.documents import mutation
from tests.integration.api.network import serving

RUNNING = """
SHOW TRANSACTIONS YIELD transactionId, currentQuery
WHERE currentQuery CONTAINS 'n.status = $status' AND NOT currentQuery CONTAINS 'TRANSACTIONS'
RETURN transactionId
"""
CLOSE = mutation("closeNeed")
PATIENCE_S = 5


@asynccontextmanager
async def held(graph: Graph, need_id: str) -> AsyncIterator[None]:
    """A need that another transaction has locked."""
    is_locked, may_end = asyncio.Event(), asyncio.Event()

    async def work(transaction: Transaction) -> None:
        await transaction.run("close_need", id=need_id, status="OPEN")
        is_locked.set()
        await may_end.wait()

    holder = asyncio.create_task(graph.transact(work))
    await is_locked.wait()
    try:
        yield
    finally:
        may_end.set()
        await holder


async def until_running(graph: Graph, count: int) -> None:
    """Waits until so many statements that close a need run in Neo4j."""
    async with asyncio.timeout(PATIENCE_S):
        while len(await graph.run_statement(RUNNING)) != count:
            continue


async def test_what_takes_too_long_is_ended_in_the_database_too(
    context: AppContext, new_network: NewNetwork
) -> None:
    network = await new_network()
    party = await network.register_sme()
    need = await network.register_need(party, "Un mentor")
    hasty = replace(context, settings=ApiSettings(request_timeout_s=1.5))
    body = {"query": CLOSE, "variables": {"id": need}}
    async with (
        held(network.graph, split_global_id(need)[1]),
        serving(hasty, network.client.headers) as client,
    ):
        request = asyncio.create_task(client.post("/graphql", json=body))
        await until_running(context.graph, 1)
        response = await request
        await until_running(context.graph, 0)
    assert response.status_code == 504
    (error,) = response.json()["errors"]
    assert error["extensions"]["code"] == "TIMEOUT"
    found = await network.ask(
        "query ($id: ID!) { node(id: $id) { ... on Need { status } } }", id=need
    )
    assert found == {"node": {"status": "OPEN"}}
