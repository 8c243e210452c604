"""How Neo4j finds what a query asks for: by an index, never by looking at everything."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from neo4j import AsyncDriver, AsyncGraphDatabase

from graph.connection import Graph
from graph.named import all_queries
from tests.contract.world import PARAMETERS, World, new_world
from tests.factories import new_tenant
from tests.servers import GraphServer

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


@pytest.fixture(scope="module")
async def driver(graph_server: GraphServer) -> AsyncIterator[AsyncDriver]:
    auth = (graph_server.user, graph_server.password)
    async with AsyncGraphDatabase.driver(graph_server.uri, auth=auth) as driver:
        yield driver


@pytest.fixture(scope="module")
async def world(migrated_graph: Graph) -> World:
    return await new_world(await new_tenant(migrated_graph))


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
