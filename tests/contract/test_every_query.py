"""Every named query, run once where it finds something, and once by a stranger who must not."""

import json
import re

import pytest

from graph.connection import Graph, Record, Transaction
from graph.named import all_queries
from tests.contract.world import PARAMETERS, World, new_world
from tests.factories import new_tenant

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
EVERYTHING = """
MATCH (n:Party|Need|Offer|Embedding|Run|RunInputs|Policy|StagedCards|Match|Engagement|Outbox|Event|Task|ApiKey|Skill|Program|Issuer|Request|TrustedDocument|SavedSearch|AskingRule|MailIdentity)
WHERE n.tenant_id = $id
RETURN labels(n) AS labels, properties(n) AS properties,
  [(n)-[r]-(x) | type(r) + coalesce(x.id, x.key)] AS edges
"""


@pytest.fixture(scope="module")
async def world(migrated_graph: Graph) -> World:
    return await new_world(await new_tenant(migrated_graph))


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
async def test_a_query_neither_shows_nor_changes_what_others_have(
    world: World, contents: Contents, tenant: Graph, name: str
) -> None:
    shown = json.dumps(await tenant.write(name, **PARAMETERS[name](world)), default=str)
    assert not {known for known in contents if known in shown}
    assert await _contents(world) == contents


@pytest.mark.parametrize("name", READS)
async def test_a_query_finds_nothing_for_nobody(
    migrated_graph: Graph, world: World, contents: Contents, name: str
) -> None:
    shown = json.dumps(await migrated_graph.read(name, **PARAMETERS[name](world)), default=str)
    assert not {known for known in contents if known in shown}
