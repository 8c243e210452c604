// name: store_run_inputs
// scope: tenant
// Keeps what a run read and decided, in short; a run that is done again replaces it.
MATCH (r:Run {id: $id, tenant_id: $tenant_id})
MERGE (i:RunInputs {id: r.id + ':INPUTS'})
SET i.run_id = r.id, i.tenant_id = $tenant_id, i.content = $content,
  i.created_at = coalesce(i.created_at, $now), i.updated_at = $now
RETURN i.id AS id

// name: delete_old_run_inputs
// scope: tenant
// Keeps the records of the newest runs and removes the others.
MATCH (i:RunInputs)
WHERE i.tenant_id = $tenant_id AND i.id > ''
WITH i ORDER BY i.id DESC SKIP $kept
DELETE i
RETURN count(*) AS deleted

// name: get_run_inputs
// scope: tenant
// Reads what a run read and decided.
MATCH (i:RunInputs {id: $id + ':INPUTS', tenant_id: $tenant_id})
RETURN i {.*} AS inputs
