"""Numbered, checksummed migrations: applied in order, under a lock, never edited after release."""

import hashlib
import re
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from importlib.resources import files

import structlog

from graph.connection import Graph
from graph.errors import MigrationError
from graph.ids import new_id

FILE_NAME = re.compile(r"(\d{4})_(\w+)\.cypher")
LOCK_AGE = timedelta(minutes=10)
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Migration:
    """One numbered file; its checksum is the SHA-256 of its text."""

    number: int
    name: str
    checksum: str
    statements: tuple[str, ...]


def parse(name: str, source: str) -> Migration:
    """The migration of one file. Raises ValueError for a name that is not `0001_words.cypher`."""
    found = FILE_NAME.fullmatch(name)
    if found is None:
        raise ValueError(f"a migration is named like 0001_words.cypher, not {name}")
    lines = [line for line in source.splitlines() if not line.startswith("//")]
    statements = tuple(s.strip() for s in "\n".join(lines).split(";\n") if s.strip(" \n;"))
    checksum = hashlib.sha256(source.encode()).hexdigest()
    return Migration(int(found[1]), found[2], checksum, tuple(s.rstrip(";\n") for s in statements))


@cache
def all_migrations() -> tuple[Migration, ...]:
    """Every migration of this version, by number."""
    folder = files("graph").joinpath("migrations")
    found = [
        parse(file.name, file.read_text("utf-8"))
        for file in folder.iterdir()
        if file.name.endswith(".cypher")
    ]
    return tuple(sorted(found, key=lambda migration: migration.number))


async def pending_migrations(graph: Graph) -> list[Migration]:
    """What this graph still needs, in order.

    Raises:
        MigrationError: the graph has a migration that this version does not know, or knows with
            another text.
    """
    applied = {row["number"]: row for row in await graph.read("list_applied_migrations")}
    known = {migration.number: migration for migration in all_migrations()}
    for number, row in applied.items():
        if number not in known:
            raise MigrationError(
                f"the graph has migration {number} ({row['name']}), which this version does not "
                "know: run the newer version that wrote it"
            )
        if known[number].checksum != row["checksum"]:
            raise MigrationError(
                f"migration {number} ({row['name']}) was edited after it was applied: restore it"
            )
    return [migration for migration in all_migrations() if migration.number not in applied]


async def refuse_if_behind(graph: Graph) -> None:
    """Raises MigrationError where a migration is missing, with the command that mends it."""
    missing = await pending_migrations(graph)
    if missing:
        names = ", ".join(f"{m.number:04d}_{m.name}" for m in missing)
        raise MigrationError(f"the graph lacks {names}: run `maillage migrate`")


async def migrate(graph: Graph) -> list[Migration]:
    """Applies what is missing and returns it; safe to run twice, also at the same time.

    Raises:
        MigrationError: another process is migrating this graph.
    """
    if not await pending_migrations(graph):
        # No lock: two commands may start together, and a killed one would bar all for minutes.
        await graph.read("await_indexes")
        return []
    owner = new_id()
    await _lock(graph, owner)
    try:
        missing = await pending_migrations(graph)
        for migration in missing:
            for statement in migration.statements:
                await graph.run_statement(statement)
            await graph.write(
                "record_migration",
                number=migration.number,
                name=migration.name,
                checksum=migration.checksum,
            )
            log.info("migration applied", number=migration.number, name=migration.name)
        # A query that uses an index fails until the index is built.
        await graph.read("await_indexes")
    finally:
        await graph.write("unlock_migrations", owner=owner)
    return missing


async def _lock(graph: Graph, owner: str) -> None:
    await graph.write("constrain_migration_lock")
    stale_before = graph.clock() - LOCK_AGE
    rows = await graph.write("lock_migrations", owner=owner, stale_before=stale_before)
    if not rows:
        raise MigrationError(
            "another process is migrating this graph: wait for it to end; if it was killed, "
            f"its lock ends {LOCK_AGE.seconds // 60} minutes after it began"
        )
