"""Every named query: its plan, run once where it finds something, and once by a stranger who must not."""

import json
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from neo4j import AsyncDriver, AsyncGraphDatabase

from graph.connection import Graph, Record, Transaction
from graph.named import all_queries
from tests.contract.world import PARAMETERS, World, new_world
from tests.factories import new_tenant
from tests.servers import GraphServer

Contents = dict[str, str]

OF_TENANTS = sorted(name for name, query in all_queries().items() if query.scope == "tenant")
READS = [name for name in OF_TENANTS if re.match("count|find|get|list|search", name)]
# These return no record when all is well.
SILENT = {
    "await_indexes",
    "constrain_migration_lock",
    "delete_stale_embeddings",
    "erase_tenant",
    "list_indexes_not_online",
    "record_migration",
    "unlock_migrations",
    "upsert_places",
    "upsert_reference_skills",
    "upsert_sectors",
    # Nothing in the world is muted, nor does a seeker's engagement run there.
    "withdraw_muted",
}
SCANS = ("AllNodesScan", "UnionNodeByLabelsScan", "NodeByLabelScan", "AllRelationshipsScan")
SORTS = ("Sort", "Top", "PartialSort", "PartialTop")
# All of it is asked for, or the label has few nodes by nature.
WHOLE = {
    "count_traces",
    "erase_tenant",
    "list_abandoned_runs",
    "list_api_keys",
    "list_applied_migrations",
    "list_places",
    "list_sectors",
    "list_skills",
    "list_tenants",
}
# Lists of one party or match are short, and have no index of their own.
PAGES = [
    name
    for name in sorted(all_queries())
    if f"{name}_ascending" in all_queries()
    and not name.endswith(("_by_parties", "_of_match", "_of_party"))
]
PLANLESS = {"await_indexes", "constrain_migration_lock", "list_indexes_not_online"}
# Where a label has few nodes, Neo4j rightly looks at them all.
MANY = 2_000
KEYS = "id: toString(i) + randomUUID(), tenant_id: toString(i % 20)"
EVERYTHING = """
MATCH (n:Party|Need|Offer|Embedding|Run|RunInputs|Policy|StagedCards|Match|Engagement|Outbox|Event|Task|ApiKey|Skill|Program|Issuer|Request|TrustedDocument|SavedSearch|AskingRule|MailIdentity)
WHERE n.tenant_id = $id
RETURN labels(n) AS labels, properties(n) AS properties,
  [(n)-[r]-(x) | type(r) + coalesce(x.id, x.key)] AS edges
"""


@pytest.fixture(scope="module")
async def driver(graph_server: GraphServer) -> AsyncIterator[AsyncDriver]:
    auth = (graph_server.user, graph_server.password)
    async with AsyncGraphDatabase.driver(graph_server.uri, auth=auth) as driver:
        yield driver


@asynccontextmanager
async def _crowded(driver: AsyncDriver) -> AsyncIterator[None]:
    """Enough nodes of each label that no plan hangs on how many others have left behind."""
    found, _, _ = await driver.execute_query("CALL db.labels()")
    labels = [label for (label,) in found]
    for label in labels:
        text = f"UNWIND range(1, {MANY}) AS i CREATE (:{label} {{is_crowd: true, {KEYS}}})"
        await driver.execute_query(text)
    await driver.execute_query("CALL db.prepareForReplanning(60)")
    yield
    for label in labels:
        await driver.execute_query(f"MATCH (n:{label} {{is_crowd: true}}) DELETE n")


@pytest.fixture(scope="module")
async def world(migrated_graph: Graph, driver: AsyncDriver) -> AsyncIterator[World]:
    async with _crowded(driver):
        yield await new_world(await new_tenant(migrated_graph))


@pytest.fixture(scope="module")
async def contents(world: World) -> Contents:
    return await _contents(world)


async def _contents(world: World) -> Contents:
    """Each node as text, with its edges, by id."""
    rows = await world.graph.run_statement(EVERYTHING, id=world.tenant.id)
    return {
        row["properties"]["id"]: json.dumps(row | {"edges": sorted(row["edges"])}, default=str)
        for row in rows
    }


class RollBackError(Exception):
    """Ends a transaction of which nothing shall stay."""


def test_there_are_parameters_for_every_query() -> None:
    assert set(PARAMETERS) == set(all_queries())


def _operators(plan: dict[str, Any]) -> Iterator[str]:
    yield plan["operatorType"].partition("@")[0]
    for child in plan.get("children", []):
        yield from _operators(child)


@pytest.mark.parametrize("name", sorted(set(all_queries()) - WHOLE - PLANLESS))
async def test_a_query_looks_at_no_more_than_it_must(
    driver: AsyncDriver, world: World, name: str
) -> None:
    bound = {"tenant_id": world.tenant.id, "now": world.graph.clock()}
    query = "EXPLAIN " + all_queries()[name].text
    _, summary, _ = await driver.execute_query(query, PARAMETERS[name](world) | bound)
    assert summary.plan
    assert [step for step in _operators(summary.plan) if step in SCANS] == []


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("direction", ["", "_ascending"])
async def test_a_page_is_read_in_the_order_of_its_index(
    driver: AsyncDriver, world: World, name: str, direction: str
) -> None:
    """Sorting would read the whole list for each of its pages."""
    bound = {"tenant_id": world.tenant.id, "now": world.graph.clock()}
    query = "EXPLAIN " + all_queries()[name + direction].text
    _, summary, _ = await driver.execute_query(query, PARAMETERS[name + direction](world) | bound)
    assert summary.plan
    assert [step for step in _operators(summary.plan) if step in SORTS] == []


@pytest.mark.parametrize("name", sorted(all_queries()))
async def test_a_query_does_its_work(world: World, name: str) -> None:
    found: list[Record] = []

    async def work(transaction: Transaction) -> None:
        found.extend(await transaction.run(name, **PARAMETERS[name](world)))
        raise RollBackError

    with pytest.raises(RollBackError):
        await world.graph.transact(work)
    assert bool(found) is (name not in SILENT)


@pytest.mark.parametrize("name", OF_TENANTS)
async def test_a_query_shows_nothing_of_what_others_have(
    world: World, contents: Contents, tenant: Graph, name: str
) -> None:
    shown = json.dumps(await tenant.write(name, **PARAMETERS[name](world)), default=str)
    assert not {known for known in contents if known in shown}


async def test_none_of_them_has_changed_what_others_have(world: World, contents: Contents) -> None:
    assert await _contents(world) == contents


@pytest.mark.parametrize("name", READS)
async def test_a_query_finds_nothing_for_nobody(
    migrated_graph: Graph, world: World, contents: Contents, name: str
) -> None:
    shown = json.dumps(await migrated_graph.read(name, **PARAMETERS[name](world)), default=str)
    assert not {known for known in contents if known in shown}
