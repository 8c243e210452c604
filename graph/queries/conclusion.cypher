// name: list_overdue_needs
// scope: system
// Finds needs that have been open for longer than a need may wait; one that was opened again is
// looked for from then on.
MATCH (n:Need {status: 'OPEN'})
WHERE n.created_at < $before AND coalesce(n.reopened_at, n.created_at) < $before
RETURN n.id AS id, n.tenant_id AS tenant_id
LIMIT $limit

// name: conclude_need
// scope: tenant
// Ends the wait of a need, under its lock: whom it is assigned to, or a named person of the network,
// looks after it from now on; it is closed where nobody is named.
MATCH (n:Need {id: $id, tenant_id: $tenant_id})
SET n.locked_at = $now
WITH n
WHERE n.status = 'OPEN' AND coalesce(n.reopened_at, n.created_at) < $before
MATCH (t:Tenant {id: $tenant_id})
WITH n, coalesce(n.assignee, t.steward) AS named
SET n.status = CASE WHEN named IS NULL THEN 'CLOSED' ELSE 'HANDED_OVER' END,
  n.handed_to = named, n.concluded_at = $now, n.updated_at = $now
RETURN n.status AS status, n.handed_to AS handed_to

// name: set_steward
// scope: tenant
// Names the person of the network who looks after needs that nobody could be found for.
MATCH (t:Tenant {id: $tenant_id})
SET t.steward = $name, t.updated_at = $now
RETURN t {.*} AS tenant

// name: lock_need_to_reopen
// scope: tenant
// Reads a need under its lock, and whether an engagement of it goes on.
MATCH (n:Need {id: $id, tenant_id: $tenant_id})
SET n.locked_at = $now
RETURN n {.*} AS need, EXISTS {
  MATCH (n)<-[:OF]-(:Match)<-[:FROM]-(e:Engagement)
  WHERE e.state IN ['STARTED', 'ACTIVE']} AS is_going_on

// name: reopen_need
// scope: tenant
// Opens a need again; it is looked for from now on.
MATCH (n:Need {id: $id, tenant_id: $tenant_id})
SET n.status = 'OPEN', n.handed_to = null, n.concluded_at = null, n.reopened_at = $now,
  n.updated_at = $now
RETURN n {.*} AS need
