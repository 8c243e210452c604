// name: create_run
// scope: tenant
// Writes a run that is asked for; a worker will do it.
CREATE (r:Run {id: $id, tenant_id: $tenant_id, state: 'REQUESTED', seed: $seed,
  parameters: $parameters, model: $model, counts: '{}', created_at: $now, updated_at: $now})
RETURN r {.*} AS run

// name: start_run
// scope: tenant
// Marks a run as running; a run that is running or over is not started again.
MATCH (r:Run {id: $id, tenant_id: $tenant_id})
SET r.locked_at = $now
WITH r
WHERE r.state = 'REQUESTED'
SET r.state = 'RUNNING', r.started_at = $now, r.updated_at = $now
RETURN r {.*} AS run

// name: finish_run
// scope: tenant
// Writes what a run found, with its certificate; a note that it was interrupted is done with.
MATCH (r:Run {id: $id, tenant_id: $tenant_id})
SET r.state = 'FINISHED', r.finished_at = $now, r.updated_at = $now, r.counts = $counts,
  r.parameters = $parameters, r.model = $model, r.value = $value, r.dual_bound = $dual_bound,
  r.gap = $gap
REMOVE r.error
RETURN r {.*} AS run

// name: fail_run
// scope: tenant
// Writes why a run could not be finished.
MATCH (r:Run {id: $id, tenant_id: $tenant_id})
SET r.state = 'FAILED', r.finished_at = $now, r.updated_at = $now, r.error = $error
WITH r
OPTIONAL MATCH (r)-[:STAGED]->(b:StagedCards)
DETACH DELETE b
WITH DISTINCT r
RETURN r {.*} AS run

// name: get_run
// scope: tenant
// Reads one run.
MATCH (r:Run {id: $id, tenant_id: $tenant_id})
RETURN r {.*} AS run

// name: list_runs
// scope: tenant
// Reads one page of runs, newest first, after the given id.
MATCH (r:Run)
WHERE r.tenant_id = $tenant_id AND r.id < $after AND r.id > $before
RETURN r {.*} AS run
ORDER BY r.tenant_id DESC, r.id DESC
LIMIT $limit

// name: list_runs_ascending
// scope: tenant
// Reads one page of runs, oldest first, after the given id.
MATCH (r:Run)
WHERE r.tenant_id = $tenant_id AND r.id > $after AND r.id < $before
RETURN r {.*} AS run
ORDER BY r.tenant_id, r.id
LIMIT $limit

// name: count_runs
// scope: tenant
// Counts the tenant's runs.
MATCH (r:Run)
WHERE r.tenant_id = $tenant_id AND r.id > ''
RETURN count(r) AS count

// name: list_abandoned_runs
// scope: system
// Finds runs that were asked for, or whose worker was lost, so that they are done after all.
MATCH (r:Run)
WHERE r.state = 'REQUESTED' AND r.created_at < $before
  OR r.state = 'RUNNING' AND r.started_at < $started_before
RETURN r.id AS id, r.tenant_id AS tenant_id

// name: reopen_run
// scope: tenant
// Gives a run whose worker was lost back to the queue.
MATCH (r:Run {id: $id, tenant_id: $tenant_id})
SET r.locked_at = $now
WITH r
WHERE r.state = 'RUNNING' AND r.started_at < $started_before
SET r.state = 'REQUESTED', r.updated_at = $now,
  r.error = CASE WHEN EXISTS {(r)-[:STAGED]->(:StagedCards {number: 0})}
    THEN 'interrupted while its suggestions came into force: the rest of them follows'
    ELSE 'interrupted before it was complete: the suggestions of the run before stay in force' END
RETURN r.id AS id

// name: get_last_finished_run
// scope: tenant
// Reads the newest run that came to its end: online bids use its calibration.
MATCH (r:Run {tenant_id: $tenant_id, state: 'FINISHED'})
WHERE r.id > ''
RETURN r {.*} AS run
ORDER BY r.id DESC
LIMIT 1

// name: get_runs_by_ids
// scope: tenant
// Reads runs by id, for loaders.
MATCH (r:Run)
WHERE r.id IN $ids AND r.tenant_id = $tenant_id
RETURN r {.*} AS run

// name: count_runs_since
// scope: tenant
// Counts the runs asked for with a seed since a time.
MATCH (r:Run {tenant_id: $tenant_id})
WHERE r.id > '' AND r.seed = $seed AND r.created_at >= $since
RETURN count(r) AS count
