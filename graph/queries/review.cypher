// name: lock_need_to_order
// scope: tenant
// Takes the lock of a need, and reads which of some matches are its own, and still suggestions.
MATCH (n:Need {id: $need_id, tenant_id: $tenant_id})
SET n.locked_at = $now
RETURN COLLECT {
  MATCH (n)<-[:OF]-(m:Match)
  WHERE m.id IN $ids
  RETURN {id: m.id, is_open: m.state IN ['SUGGESTED', 'REVIEWED']}} AS found

// name: order_suggestions
// scope: tenant
// Gives the suggestions of a need the places that staff want, under the need's lock; those that
// are not named come after, as they stood.
MATCH (n:Need {id: $need_id, tenant_id: $tenant_id})<-[:OF]-(m:Match)
WHERE m.state IN ['SUGGESTED', 'REVIEWED']
WITH m, reduce(place = null, i IN range(0, size($ids) - 1) |
  CASE WHEN $ids[i] = m.id THEN i + 1 ELSE place END) AS named
ORDER BY named, m.staff_rank, m.rank, m.id
WITH collect(m) AS ordered
UNWIND range(0, size(ordered) - 1) AS i
WITH ordered[i] AS m, i + 1 AS place
WITH m, place, coalesce(m.staff_rank <> place, true) AS is_moved
SET m.staff_rank = place, m.locked_at = $now
RETURN m {.*} AS match, is_moved
ORDER BY place

// name: assign_need
// scope: tenant
// Names who of the network's staff looks after the suggestions of a need.
MATCH (n:Need {id: $id, tenant_id: $tenant_id})
SET n.assignee = $assignee
RETURN n {.*} AS need
