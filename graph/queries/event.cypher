// name: record_events
// scope: tenant
// Appends entries to the audit trail.
UNWIND $rows AS row
CREATE (e:Event {id: row.id, tenant_id: $tenant_id, actor: row.actor, action: row.action,
  subject_id: row.subject_id, cause: row.cause, details: row.details, created_at: $now})
RETURN count(e) AS recorded

// name: list_events
// scope: tenant
// Reads one page of the audit trail, newest first, of all, of one subject, or of one action.
MATCH (e:Event)
WHERE e.tenant_id = $tenant_id AND e.id < $after AND e.id > $before
  AND ($subject_id IS NULL OR e.subject_id = $subject_id)
  AND ($action IS NULL OR e.action = $action)
RETURN e {.*} AS event
ORDER BY e.tenant_id DESC, e.id DESC
LIMIT $limit

// name: list_events_ascending
// scope: tenant
// Reads one page of the audit trail, oldest first, of all, of one subject, or of one action.
MATCH (e:Event)
WHERE e.tenant_id = $tenant_id AND e.id > $after AND e.id < $before
  AND ($subject_id IS NULL OR e.subject_id = $subject_id)
  AND ($action IS NULL OR e.action = $action)
RETURN e {.*} AS event
ORDER BY e.tenant_id, e.id
LIMIT $limit

// name: count_events
// scope: tenant
// Counts the entries that a list has.
MATCH (e:Event)
WHERE e.tenant_id = $tenant_id AND e.id > ''
  AND ($subject_id IS NULL OR e.subject_id = $subject_id)
  AND ($action IS NULL OR e.action = $action)
RETURN count(e) AS count

// name: list_last_events_by_subjects
// scope: tenant
// Reads the newest entry of the audit trail about each of some subjects.
UNWIND $subject_ids AS subject_id
CALL (subject_id) {
  MATCH (e:Event {tenant_id: $tenant_id, subject_id: subject_id})
  RETURN e
  ORDER BY e.id DESC
  LIMIT 1
}
RETURN e {.*} AS event

// name: get_events_by_ids
// scope: tenant
// Reads entries of the audit trail by id, for loaders.
MATCH (e:Event)
WHERE e.id IN $ids AND e.tenant_id = $tenant_id
RETURN e {.*} AS event
