// name: list_applied_migrations
// scope: system
// Reads which migrations this graph has had, in order.
MATCH (m:Migration)
RETURN m.number AS number, m.name AS name, m.checksum AS checksum
ORDER BY number

// name: list_indexes_not_online
// scope: system
// Names the indexes that are still being built or have failed.
SHOW INDEXES YIELD name, state
WHERE state <> 'ONLINE'
RETURN name, state

// name: record_migration
// scope: system
// Notes that a migration was applied.
MERGE (m:Migration {number: $number})
SET m.name = $name, m.checksum = $checksum, m.applied_at = $now

// name: constrain_migration_lock
// scope: system
// Makes a second lock impossible, before there is a first one.
CREATE CONSTRAINT migration_lock IF NOT EXISTS FOR (n:MigrationLock) REQUIRE n.id IS UNIQUE

// name: lock_migrations
// scope: system
// Takes the migration lock; no record where another process holds a fresh one.
MERGE (l:MigrationLock {id: 'migrations'})
SET l.touched_at = $now
WITH l
WHERE l.owner IS NULL OR l.locked_at < $stale_before
SET l.owner = $owner, l.locked_at = $now
RETURN l.owner AS owner

// name: unlock_migrations
// scope: system
// Gives the migration lock back.
MATCH (l:MigrationLock {id: 'migrations', owner: $owner})
REMOVE l.owner

// name: await_indexes
// scope: system
// Waits until all indexes are built, a minute at most.
CALL db.awaitIndexes(60)
