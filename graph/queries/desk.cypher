// name: list_matches_to_review
// scope: tenant
// Reads one page of the suggestions that wait for the network's staff, newest first.
MATCH (m:Match)
WHERE m.tenant_id = $tenant_id AND m.state = 'SUGGESTED' AND m.id < $after AND m.id > $before
  AND ($kind IS NULL OR m.kind = $kind)
MATCH (m)-[:OF]->(n:Need {status: 'OPEN'})
WHERE ($assignee IS NULL OR n.assignee = $assignee) AND coalesce(head(COLLECT {
    UNWIND coalesce(n.program_ids, []) + [n.kind] AS subject
    MATCH (r:AskingRule {id: n.tenant_id + ':' + subject})
    RETURN r.is_review_required}),
  EXISTS {(:Tenant {id: n.tenant_id, is_review_required: true})})
WITH m
ORDER BY m.tenant_id DESC, m.state DESC, m.id DESC
LIMIT $limit
RETURN collect({match: m {.*, proposed_at: toString(m.proposed_at), answered_at: toString(m.answered_at),
  created_at: toString(m.created_at), updated_at: toString(m.updated_at), locked_at: null}}) AS rows

// name: list_matches_to_review_ascending
// scope: tenant
// Reads one page of the suggestions that wait for the network's staff, oldest first.
MATCH (m:Match)
WHERE m.tenant_id = $tenant_id AND m.state = 'SUGGESTED' AND m.id > $after AND m.id < $before
  AND ($kind IS NULL OR m.kind = $kind)
MATCH (m)-[:OF]->(n:Need {status: 'OPEN'})
WHERE ($assignee IS NULL OR n.assignee = $assignee) AND coalesce(head(COLLECT {
    UNWIND coalesce(n.program_ids, []) + [n.kind] AS subject
    MATCH (r:AskingRule {id: n.tenant_id + ':' + subject})
    RETURN r.is_review_required}),
  EXISTS {(:Tenant {id: n.tenant_id, is_review_required: true})})
WITH m
ORDER BY m.tenant_id, m.state, m.id
LIMIT $limit
RETURN collect({match: m {.*, proposed_at: toString(m.proposed_at), answered_at: toString(m.answered_at),
  created_at: toString(m.created_at), updated_at: toString(m.updated_at), locked_at: null}}) AS rows

// name: count_matches_to_review
// scope: tenant
// Counts the suggestions that wait for the network's staff.
MATCH (m:Match)
WHERE m.tenant_id = $tenant_id AND m.state = 'SUGGESTED' AND m.id > ''
  AND ($kind IS NULL OR m.kind = $kind)
MATCH (m)-[:OF]->(n:Need {status: 'OPEN'})
WHERE ($assignee IS NULL OR n.assignee = $assignee) AND coalesce(head(COLLECT {
    UNWIND coalesce(n.program_ids, []) + [n.kind] AS subject
    MATCH (r:AskingRule {id: n.tenant_id + ':' + subject})
    RETURN r.is_review_required}),
  EXISTS {(:Tenant {id: n.tenant_id, is_review_required: true})})
RETURN count(m) AS count

// name: list_waiting_needs
// scope: tenant
// Reads one page of the open needs with what is known of their open matches, newest first.
MATCH (n:Need)
WHERE n.tenant_id = $tenant_id AND n.id < $after AND n.id > $before
  AND n.status = 'OPEN' AND n.created_at <= $until AND ($kind IS NULL OR n.kind = $kind)
WITH n
ORDER BY n.tenant_id DESC, n.id DESC
LIMIT $limit
RETURN collect({waiting: {
  need: n {.*, deadline: toString(n.deadline), matched_at: toString(n.matched_at),
    created_at: toString(n.created_at), updated_at: toString(n.updated_at), locked_at: null},
  is_reviewed: coalesce(head(COLLECT {
    UNWIND coalesce(n.program_ids, []) + [n.kind] AS subject
    MATCH (r:AskingRule {id: n.tenant_id + ':' + subject})
    RETURN r.is_review_required}),
    EXISTS {(:Tenant {id: n.tenant_id, is_review_required: true})}),
  matches: COLLECT {
    MATCH (n)<-[:OF]-(m:Match)
    WHERE m.state IN ['SUGGESTED', 'REVIEWED', 'PROPOSED']
    RETURN m {.state, .asked_side, proposed_at: toString(m.proposed_at),
      created_at: toString(m.created_at)}}}}) AS rows

// name: list_waiting_needs_ascending
// scope: tenant
// Reads one page of the open needs with what is known of their open matches, oldest first.
MATCH (n:Need)
WHERE n.tenant_id = $tenant_id AND n.id > $after AND n.id < $before
  AND n.status = 'OPEN' AND n.created_at <= $until AND ($kind IS NULL OR n.kind = $kind)
WITH n
ORDER BY n.tenant_id, n.id
LIMIT $limit
RETURN collect({waiting: {
  need: n {.*, deadline: toString(n.deadline), matched_at: toString(n.matched_at),
    created_at: toString(n.created_at), updated_at: toString(n.updated_at), locked_at: null},
  is_reviewed: coalesce(head(COLLECT {
    UNWIND coalesce(n.program_ids, []) + [n.kind] AS subject
    MATCH (r:AskingRule {id: n.tenant_id + ':' + subject})
    RETURN r.is_review_required}),
    EXISTS {(:Tenant {id: n.tenant_id, is_review_required: true})}),
  matches: COLLECT {
    MATCH (n)<-[:OF]-(m:Match)
    WHERE m.state IN ['SUGGESTED', 'REVIEWED', 'PROPOSED']
    RETURN m {.state, .asked_side, proposed_at: toString(m.proposed_at),
      created_at: toString(m.created_at)}}}}) AS rows

// name: count_waiting_needs
// scope: tenant
// Counts the needs that are open since a moment.
MATCH (n:Need)
WHERE n.tenant_id = $tenant_id AND n.id > ''
  AND n.status = 'OPEN' AND n.created_at <= $until AND ($kind IS NULL OR n.kind = $kind)
RETURN count(n) AS count

// name: list_unanswered_matches
// scope: tenant
// Reads one page of the matches whose asked side has said nothing since a moment, newest first.
MATCH (m:Match)
WHERE m.tenant_id = $tenant_id AND m.state = 'PROPOSED' AND m.id < $after AND m.id > $before
  AND m.proposed_at <= $until AND ($side IS NULL OR m.asked_side = $side)
RETURN m {.*} AS match
ORDER BY m.tenant_id DESC, m.state DESC, m.id DESC
LIMIT $limit

// name: list_unanswered_matches_ascending
// scope: tenant
// Reads one page of the matches whose asked side has said nothing since a moment, oldest first.
MATCH (m:Match)
WHERE m.tenant_id = $tenant_id AND m.state = 'PROPOSED' AND m.id > $after AND m.id < $before
  AND m.proposed_at <= $until AND ($side IS NULL OR m.asked_side = $side)
RETURN m {.*} AS match
ORDER BY m.tenant_id, m.state, m.id
LIMIT $limit

// name: count_unanswered_matches
// scope: tenant
// Counts the matches whose asked side has said nothing since a moment.
MATCH (m:Match)
WHERE m.tenant_id = $tenant_id AND m.state = 'PROPOSED' AND m.id > ''
  AND m.proposed_at <= $until AND ($side IS NULL OR m.asked_side = $side)
RETURN count(m) AS count

// name: list_events_of_match
// scope: tenant
// Reads one page of what happened to a match and to the engagement that it led to, and of who was
// to look after its need, newest first.
MATCH (m:Match {id: $match_id, tenant_id: $tenant_id})
OPTIONAL MATCH (m)<-[:FROM]-(g:Engagement)
MATCH (e:Event)
WHERE e.tenant_id = $tenant_id AND e.subject_id IN [m.id, g.id, m.need_id]
  AND (e.subject_id <> m.need_id OR e.action IN ['need.assigned', 'need.unassigned'])
  AND e.id < $after AND e.id > $before
RETURN e {.*} AS event
ORDER BY e.id DESC
LIMIT $limit

// name: list_events_of_match_ascending
// scope: tenant
// Reads one page of what happened to a match and to the engagement that it led to, and of who was
// to look after its need, oldest first.
MATCH (m:Match {id: $match_id, tenant_id: $tenant_id})
OPTIONAL MATCH (m)<-[:FROM]-(g:Engagement)
MATCH (e:Event)
WHERE e.tenant_id = $tenant_id AND e.subject_id IN [m.id, g.id, m.need_id]
  AND (e.subject_id <> m.need_id OR e.action IN ['need.assigned', 'need.unassigned'])
  AND e.id > $after AND e.id < $before
RETURN e {.*} AS event
ORDER BY e.id
LIMIT $limit

// name: count_events_of_match
// scope: tenant
// Counts what happened to a match and to the engagement that it led to, and who was to look after
// its need.
MATCH (m:Match {id: $match_id, tenant_id: $tenant_id})
OPTIONAL MATCH (m)<-[:FROM]-(g:Engagement)
MATCH (e:Event)
WHERE e.tenant_id = $tenant_id AND e.subject_id IN [m.id, g.id, m.need_id]
  AND (e.subject_id <> m.need_id OR e.action IN ['need.assigned', 'need.unassigned'])
RETURN count(e) AS count

// name: get_capacity
// scope: tenant
// Counts places by kind and by the week in which whoever gives them is back, running engagements
// by their age, and how long those that came to their end had lasted.
CALL () {
  MATCH (o:Offer)
  WHERE o.tenant_id = $tenant_id AND o.status = 'OPEN' AND o.id > ''
  MATCH (p:Party {id: o.party_id})
  WHERE NOT coalesce(p.is_opted_out, false)
  WITH o, CASE WHEN p.paused_until > $now
    THEN toInteger(ceil(duration.inSeconds($now, p.paused_until).seconds / 604800.0))
    ELSE 0 END AS back_in
  WITH o.kind AS kind, back_in, count(o) AS offers, sum(o.capacity) AS capacity, sum(o.taken) AS taken,
    sum(CASE WHEN o.taken < o.capacity THEN o.capacity - o.taken ELSE 0 END) AS free
  RETURN collect({kind: kind, back_in: back_in, offers: offers, capacity: capacity, taken: taken,
    free: free}) AS places
}
CALL () {
  MATCH (e:Engagement)
  WHERE e.tenant_id = $tenant_id AND e.id > '' AND e.state IN ['STARTED', 'ACTIVE']
  MATCH (o:Offer {id: e.offer_id, tenant_id: $tenant_id})
  WHERE o.status = 'OPEN'
  MATCH (p:Party {id: o.party_id})
  WHERE NOT coalesce(p.is_opted_out, false)
  WITH e.kind AS kind, duration.inDays(e.created_at, $now).days AS age_days,
    CASE WHEN p.paused_until > $now
      THEN toInteger(ceil(duration.inSeconds($now, p.paused_until).seconds / 604800.0))
      ELSE 0 END AS back_in, count(e) AS running
  RETURN collect({kind: kind, age_days: age_days, back_in: back_in, running: running}) AS engagements
}
CALL () {
  MATCH (e:Engagement)
  WHERE e.tenant_id = $tenant_id AND e.id > '' AND e.state = 'COMPLETED'
  WITH e.kind AS kind, count(e) AS known,
    percentileCont(duration.inSeconds(e.created_at, e.updated_at).seconds / 86400.0, 0.5) AS days
  RETURN collect({kind: kind, known: known, days: days}) AS ended
}
RETURN places, engagements, ended
