"""Migrations: once, in order, by one process at a time, and never edited."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from graph.connection import Graph
from graph.errors import MigrationError
from graph.lifecycle.relating import withdraw_party
from graph.migrate import all_migrations, migrate, pending_migrations, refuse_if_behind
from graph.models.vocabulary import StoppedBy
from graph.repositories.parties import Parties
from tests.factories import at, new_need

EVERY_NUMBER = [migration.number for migration in all_migrations()]


@asynccontextmanager
async def _changed(graph: Graph, change: str, restore: str) -> AsyncIterator[None]:
    """The notes on migrations, changed for a moment."""
    await graph.run_statement(change)
    try:
        yield
    finally:
        await graph.run_statement(restore)


async def _applied(graph: Graph) -> list[int]:
    return [row["number"] for row in await graph.read("list_applied_migrations")]


async def test_all_are_applied_in_order(migrated_graph: Graph) -> None:
    assert await _applied(migrated_graph) == EVERY_NUMBER == sorted(EVERY_NUMBER)
    assert await migrated_graph.read("list_indexes_not_online") == []


async def test_a_second_time_changes_nothing(migrated_graph: Graph) -> None:
    assert await migrate(migrated_graph) == []
    await refuse_if_behind(migrated_graph)


async def test_an_edited_one_is_refused(migrated_graph: Graph) -> None:
    checksum = all_migrations()[0].checksum
    async with _changed(
        migrated_graph,
        "MATCH (m:Migration {number: 1}) SET m.checksum = 'edited'",
        f"MATCH (m:Migration {{number: 1}}) SET m.checksum = '{checksum}'",
    ):
        with pytest.raises(MigrationError, match=r"migration 1 .*edited.*restore"):
            await migrate(migrated_graph)


async def test_one_of_a_newer_version_is_refused(migrated_graph: Graph) -> None:
    async with _changed(
        migrated_graph,
        "CREATE (:Migration {number: 9999, name: 'later', checksum: '0'})",
        "MATCH (m:Migration {number: 9999}) DELETE m",
    ):
        with pytest.raises(MigrationError, match=r"9999 \(later\).*newer version"):
            await refuse_if_behind(migrated_graph)


async def test_a_missing_one_names_the_command(migrated_graph: Graph) -> None:
    last = all_migrations()[-1]
    await migrated_graph.run_statement(f"MATCH (m:Migration {{number: {last.number}}}) DELETE m")
    try:
        with pytest.raises(
            MigrationError, match=f"{last.number:04d}_{last.name}.*maillage migrate"
        ):
            await refuse_if_behind(migrated_graph)
        assert await pending_migrations(migrated_graph) == [last]
    finally:
        applied = await migrate(migrated_graph)
    assert applied == [last]


async def test_a_held_lock_is_respected_until_it_is_old(migrated_graph: Graph) -> None:
    last = all_migrations()[-1]
    async with _changed(
        migrated_graph,
        f"MATCH (m:Migration {{number: {last.number}}}) DELETE m WITH count(*) AS _ "
        "MATCH (l:MigrationLock) SET l.owner = 'other', l.locked_at = datetime()",
        "MATCH (l:MigrationLock) REMOVE l.owner",
    ):
        with pytest.raises(MigrationError, match="another process"):
            await migrate(migrated_graph)
        later = at(migrated_graph, migrated_graph.clock() + timedelta(hours=1))
        assert await migrate(later) == [last]


async def test_a_held_lock_bars_nobody_where_nothing_is_missing(migrated_graph: Graph) -> None:
    async with _changed(
        migrated_graph,
        "MATCH (l:MigrationLock) SET l.owner = 'other', l.locked_at = datetime()",
        "MATCH (l:MigrationLock) REMOVE l.owner",
    ):
        assert await migrate(migrated_graph) == []


async def test_many_at_once_on_a_graph_that_has_none(migrated_graph: Graph) -> None:
    await migrated_graph.run_statement("DROP CONSTRAINT migration_lock IF EXISTS")
    await migrated_graph.run_statement("MATCH (n:MigrationLock|Migration) DELETE n")
    try:
        answers = await asyncio.gather(
            *(migrate(migrated_graph) for _ in range(8)), return_exceptions=True
        )
    finally:
        await migrate(migrated_graph)
    assert await _applied(migrated_graph) == EVERY_NUMBER
    applied = [answer for answer in answers if answer == list(all_migrations())]
    refused = [answer for answer in answers if isinstance(answer, MigrationError)]
    too_late = [answer for answer in answers if answer == []]
    assert len(applied) == 1
    assert len(refused) + len(too_late) == 7


async def test_who_was_out_before_is_told_by_whom(tenant: Graph) -> None:
    (stops,) = [each for each in all_migrations() if each.name == "stops"]
    stopped, withdrawn, complained = [await new_need(tenant) for _ in range(3)]
    for need, actor in ((stopped, "mail:1"), (withdrawn, "key:1")):
        await withdraw_party(tenant, need.party_id, stopped_by=StoppedBy.ITSELF, actor=actor)
    await tenant.write("opt_out_party", id=complained.party_id)
    await tenant.run_statement(
        "MATCH (p:Party {tenant_id: $id}) REMOVE p.stopped_by, p.stopped_at, p.complained_at",
        id=tenant.tenant_id,
    )
    for statement in stops.statements:
        await tenant.run_statement(statement)
    found = await Parties(tenant).get_many([n.party_id for n in (stopped, withdrawn, complained)])
    assert [
        (party.stopped_by, party.stopped_at == party.withdrawn_at, bool(party.complained_at))
        for party in found.values()
    ] == [
        (StoppedBy.ITSELF, True, False),
        (StoppedBy.STAFF, False, False),
        (None, True, True),
    ]
