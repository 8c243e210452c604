// name: list_engagements_to_follow
// scope: system
// Finds running engagements of an age at which their sides are asked how it goes, and were not.
MATCH (e:Engagement)
WHERE e.state IN ['STARTED', 'ACTIVE'] AND e.created_at > $since AND e.created_at <= $until
  AND coalesce(e.asked_day, 0) < $day
RETURN e.id AS id, e.tenant_id AS tenant_id
LIMIT $limit

// name: mark_follow_up_asked
// scope: tenant
// Marks a running engagement as asked about, under its lock.
MATCH (e:Engagement {id: $id, tenant_id: $tenant_id})
SET e.locked_at = $now
WITH e
WHERE e.state IN ['STARTED', 'ACTIVE'] AND coalesce(e.asked_day, 0) < $day
SET e.asked_day = $day
RETURN e.match_id AS match_id

// name: list_follow_up_readers
// scope: tenant
// Reads who is to be asked how an engagement goes: no side that has said it, has no address that
// takes mails, or wants no such mail.
MATCH (e:Engagement {id: $id, tenant_id: $tenant_id})
MATCH (t:Tenant {id: $tenant_id})
UNWIND [['SEEKER', e.seeker_id, e['seeker_day_' + $day]],
  ['GIVER', e.giver_id, e['giver_day_' + $day]]] AS asked
MATCH (p:Party {id: asked[1], tenant_id: $tenant_id})
WHERE asked[2] IS NULL AND p.email IS NOT NULL AND p.email <> coalesce(p.refused_email, '')
  AND NOT coalesce(p.is_opted_out, false) AND coalesce(p.wants_follow_ups, true)
RETURN asked[0] AS side, coalesce(t.has_quiet_hours, true) AS has_quiet_hours,
  p {.id, .email_key, .time_zone, .departement, .quiet_from, .quiet_until} AS reader

// name: stop_follow_ups
// scope: tenant
// Notes that a party does not want to be asked how its engagements go.
MATCH (p:Party {id: $id, tenant_id: $tenant_id})
SET p.wants_follow_ups = false, p.updated_at = $now
RETURN p.id AS id

// name: list_follow_up_queue
// scope: tenant
// Reads one page of the running engagements of which a side last said this, newest first.
MATCH (e:Engagement)
WHERE e.tenant_id = $tenant_id AND e.id < $after AND e.id > $before
  AND e.state IN ['STARTED', 'ACTIVE']
  AND (coalesce(e.seeker_day_90, e.seeker_day_30) = $progress
    OR coalesce(e.giver_day_90, e.giver_day_30) = $progress)
RETURN e {.*} AS engagement
ORDER BY e.tenant_id DESC, e.id DESC
LIMIT $limit

// name: list_follow_up_queue_ascending
// scope: tenant
// Reads one page of the running engagements of which a side last said this, oldest first.
MATCH (e:Engagement)
WHERE e.tenant_id = $tenant_id AND e.id > $after AND e.id < $before
  AND e.state IN ['STARTED', 'ACTIVE']
  AND (coalesce(e.seeker_day_90, e.seeker_day_30) = $progress
    OR coalesce(e.giver_day_90, e.giver_day_30) = $progress)
RETURN e {.*} AS engagement
ORDER BY e.tenant_id, e.id
LIMIT $limit

// name: count_follow_up_queue
// scope: tenant
// Counts the running engagements of which a side last said this.
MATCH (e:Engagement)
WHERE e.tenant_id = $tenant_id AND e.id > '' AND e.state IN ['STARTED', 'ACTIVE']
  AND (coalesce(e.seeker_day_90, e.seeker_day_30) = $progress
    OR coalesce(e.giver_day_90, e.giver_day_30) = $progress)
RETURN count(e) AS count
