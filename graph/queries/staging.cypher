// name: stage_cards
// scope: tenant
// Keeps a part of what a run found beside the run, where nobody reads it yet; number 0 is its
// report, written last: with it the run is complete.
MATCH (r:Run {id: $run_id, tenant_id: $tenant_id})
MERGE (r)-[:STAGED]->(b:StagedCards {number: $number})
SET b.id = $id, b.tenant_id = $tenant_id, b.need_ids = $need_ids, b.rows = $rows
RETURN b.id AS id

// name: get_staged_report
// scope: tenant
// Reads the report of a run that is complete, though not all of its cards may be in force.
MATCH (:Run {id: $run_id, tenant_id: $tenant_id})-[:STAGED]->(b:StagedCards {number: 0})
RETURN b.rows AS report

// name: get_next_staged_cards
// scope: tenant
// Reads the first part of a run that is not in force yet, and how many there are.
MATCH (:Run {id: $run_id, tenant_id: $tenant_id})-[:STAGED]->(b:StagedCards)
WHERE b.number > 0
WITH b ORDER BY b.number
WITH collect(b) AS parts
WITH head(parts) AS b, size(parts) AS n_left
WHERE b IS NOT NULL
RETURN b.number AS number, b.need_ids AS need_ids, b.rows AS rows, n_left

// name: delete_staged_cards
// scope: tenant
// Removes one part of what a run staged, or all of it.
MATCH (:Run {id: $run_id, tenant_id: $tenant_id})-[:STAGED]->(b:StagedCards)
WHERE $number IS NULL OR b.number = $number
WITH b, b.id AS id
DETACH DELETE b
RETURN id
