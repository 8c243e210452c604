// name: add_policy
// scope: tenant
// Writes the next version of a kind's parameters, unless another came after the one it is based on.
MATCH (t:Tenant {id: $tenant_id})
SET t.locked_at = $now
WITH t
OPTIONAL MATCH (older:Policy {tenant_id: $tenant_id, kind: $kind})
WHERE older.number > 0
WITH coalesce(max(older.number), 0) AS last
WHERE $based_on IS NULL OR last = $based_on
CREATE (p:Policy {id: $id, tenant_id: $tenant_id, kind: $kind, number: last + 1,
  parameters: $parameters, origin: $origin, actor: $actor, note: $note,
  created_at: $now, updated_at: $now})
RETURN p {.*} AS policy

// name: list_current_policies
// scope: tenant
// Reads the newest version of each kind that has one.
UNWIND $kinds AS kind
CALL (kind) {
  MATCH (p:Policy {tenant_id: $tenant_id, kind: kind})
  WHERE p.number > 0
  RETURN p
  ORDER BY p.number DESC
  LIMIT 1
}
RETURN p {.*} AS policy

// name: list_policies
// scope: tenant
// Reads one page of versions, newest first, of all kinds or of one, after the given id.
MATCH (p:Policy)
WHERE p.tenant_id = $tenant_id AND p.id < $after AND p.id > $before AND ($kind IS NULL OR p.kind = $kind)
RETURN p {.*} AS policy
ORDER BY p.tenant_id DESC, p.id DESC
LIMIT $limit

// name: list_policies_ascending
// scope: tenant
// Reads one page of versions, oldest first, of all kinds or of one, after the given id.
MATCH (p:Policy)
WHERE p.tenant_id = $tenant_id AND p.id > $after AND p.id < $before AND ($kind IS NULL OR p.kind = $kind)
RETURN p {.*} AS policy
ORDER BY p.tenant_id, p.id
LIMIT $limit

// name: count_policies
// scope: tenant
// Counts the versions that a list has.
MATCH (p:Policy)
WHERE p.tenant_id = $tenant_id AND p.id > ''
  AND ($kind IS NULL OR p.kind = $kind)
RETURN count(p) AS count

// name: get_policies_by_ids
// scope: tenant
// Reads versions by id.
MATCH (p:Policy)
WHERE p.id IN $ids AND p.tenant_id = $tenant_id
RETURN p {.*} AS policy
