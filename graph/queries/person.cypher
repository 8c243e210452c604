// name: get_preferences
// scope: tenant
// Reads how a party wants to be written to, and what it offers and looks for.
MATCH (p:Party {id: $id, tenant_id: $tenant_id})
RETURN p {.mail_frequency, .quiet_from, .quiet_until, .languages, .email, .wants_follow_ups,
  offers: COLLECT {MATCH (p)-[:GIVES]->(o:Offer)
    WHERE o.status = 'OPEN' OR o.is_muted
    RETURN o {.id, .title, .kind, .capacity, .taken, .language, .is_muted} ORDER BY o.id},
  needs: COLLECT {MATCH (p)-[:SEEKS]->(n:Need {status: 'OPEN'})
    RETURN n {.id, .title, .radius_km} ORDER BY n.id}} AS preferences

// name: set_preferences
// scope: tenant
// Writes how a party wants to be written to; its open offers and needs follow. Returns the needs.
MATCH (p:Party {id: $id, tenant_id: $tenant_id})
SET p.mail_frequency = $mail_frequency, p.time_zone = $time_zone, p.quiet_from = $quiet_from,
  p.quiet_until = $quiet_until, p.languages = $languages, p.wants_follow_ups = $wants_follow_ups,
  p.updated_at = $now
WITH p
CALL (p) {
  UNWIND $offers AS row
  MATCH (p)-[:GIVES]->(o:Offer {id: row.id})
  WITH o, row, o.status = 'OPEN' OR coalesce(o.is_muted, false) AS is_own_choice
  WHERE is_own_choice
  SET o.capacity = row.capacity, o.languages = $languages, o.updated_at = $now,
    o.status = CASE WHEN row.is_muted THEN 'CLOSED' ELSE 'OPEN' END,
    o.is_muted = CASE WHEN row.is_muted THEN true END
  RETURN count(o) AS offers
}
OPTIONAL MATCH (p)-[:SEEKS]->(n:Need {status: 'OPEN'})
SET n.radius_km = $radius_km, n.languages = $languages, n.updated_at = $now
RETURN collect(n.id) AS need_ids

// name: withdraw_muted
// scope: tenant
// Withdraws the open matches of offers that their party does not want to be asked about now.
MATCH (:Party {id: $id, tenant_id: $tenant_id})-[:GIVES]->(o:Offer {is_muted: true})
MATCH (m:Match)-[:WITH]->(o)
WHERE m.state IN ['SUGGESTED', 'REVIEWED', 'PROPOSED']
SET m.state = 'WITHDRAWN', m.decline_reason = 'CLOSED', m.updated_at = $now
REMOVE m.open_pair
RETURN m.id AS id, m.need_id AS need_id

// name: export_party
// scope: tenant
// Reads all that is known of a party; of others, staff among them, only what it was told.
MATCH (p:Party {id: $id, tenant_id: $tenant_id})
RETURN p {.*, locked_at: null,
  needs: [(p)-[:SEEKS]->(n) | n {.*, locked_at: null, assignee: null}],
  offers: [(p)-[:GIVES]->(o) | o {.*, locked_at: null}],
  saved_searches: [(p)-[:SAVED]->(s) | s {.*}],
  relations: [(p)-[r]-(q:Party) WHERE type(r) <> 'EXCLUDES' OR startNode(r) = p | {type: type(r), party: q.name, since: r.created_at}],
  vectors: COLLECT {MATCH (p)-[:SEEKS|GIVES]->{0,1}(x)-[:EMBEDDED_AS]->(v)
    RETURN {of: x.id, field: v.field, model: v.model, vector: v.vector} ORDER BY x.id, v.field},
  matches: COLLECT {MATCH (p)-[:SEEKS|GIVES]->()<-[:OF|WITH]-(m:Match)
    WHERE m.seeker_id = p.id AND m.proposed_at IS NOT NULL
      OR m.giver_id = p.id AND (m.asked_side = 'GIVER' OR m.giver_answer IS NOT NULL)
    RETURN DISTINCT m {.id, .kind, .state, .proposed_at, .answered_at,
      side: CASE p.id WHEN m.seeker_id THEN 'SEEKER' ELSE 'GIVER' END,
      answer: CASE p.id WHEN m.seeker_id THEN m.seeker_answer ELSE m.giver_answer END,
      text: CASE WHEN CASE p.id WHEN m.seeker_id THEN m.seeker_answer ELSE m.giver_answer END
        IN ['DECLINE', 'PAUSE'] THEN m.decline_text END,
      reasons: CASE p.id WHEN m.seeker_id THEN m.reasons ELSE m.giver_reasons END}},
  engagements: COLLECT {MATCH (p)-[:SEEKS|GIVES]->()<-[:OF|WITH]-(m:Match)<-[:FROM]-(e:Engagement)
    RETURN DISTINCT e {.*, locked_at: null}},
  mails: COLLECT {MATCH (x:Outbox) WHERE x.tenant_id = $tenant_id AND x.id > ''
      AND x.recipient_id = p.id
    RETURN x {.id, .kind, .state, .cause, .sent_at, .created_at}},
  events: COLLECT {MATCH (e:Event {tenant_id: $tenant_id, subject_id: p.id})
    RETURN e {.action, .actor, .cause, .created_at} ORDER BY e.id}} AS data

// name: lock_erasable
// scope: tenant
// Names all nodes that are a party's or about it, and the needs of others that must go on without;
// the party is locked from here on.
MATCH (p:Party {id: $id, tenant_id: $tenant_id})
SET p.locked_at = $now
WITH p, COLLECT {MATCH (p)-[:SEEKS|GIVES]->()<-[:OF|WITH]-(m:Match) RETURN DISTINCT m} AS matches
RETURN [p.id] + [(p)-[:SEEKS|GIVES|SAVED]->(x) | x.id] + [m IN matches | m.id]
  + COLLECT {MATCH (e:Engagement)-[:FROM]->(m:Match) WHERE m IN matches RETURN e.id}
  + COLLECT {MATCH (x:Outbox) WHERE x.tenant_id = $tenant_id AND x.id > ''
      AND (x.recipient_id = p.id OR size(x.match_ids) > 0
        AND all(id IN x.match_ids WHERE id IN [m IN matches | m.id])) RETURN x.id} AS ids,
  [m IN matches WHERE m.giver_id = p.id AND m.state IN ['SUGGESTED', 'REVIEWED', 'PROPOSED']
    | m.need_id] AS need_ids

// name: free_places_of_seeker
// scope: tenant
// Frees the places that a party's running engagements take at others.
MATCH (p:Party {id: $id, tenant_id: $tenant_id})-[:SEEKS]->()<-[:OF]-(m:Match)-[:WITH]->(o:Offer)
MATCH (e:Engagement)-[:FROM]->(m)
WHERE e.state IN ['STARTED', 'ACTIVE'] AND o.taken > 0
SET o.taken = o.taken - 1, o.updated_at = $now
RETURN o.id AS id

// name: erase_nodes
// scope: tenant
// Deletes nodes with their vectors, tasks and edges.
MATCH (x:Party|Need|Offer|Match|Engagement|SavedSearch|Outbox)
WHERE x.id IN $ids AND x.tenant_id = $tenant_id
OPTIONAL MATCH (x)-[:EMBEDDED_AS]->(v:Embedding)
OPTIONAL MATCH (t:Task) WHERE t.id IN ['EMBED:' + x.id, 'MATCH:' + x.id]
WITH collect(DISTINCT x) + collect(DISTINCT v) + collect(DISTINCT t) AS nodes
UNWIND nodes AS node
DETACH DELETE node
RETURN count(*) AS erased

// name: forget_matches_in_mails
// scope: tenant
// Takes matches that were erased out of mails about others, too.
MATCH (x:Outbox)
WHERE x.tenant_id = $tenant_id AND x.id > '' AND any(id IN $ids WHERE id IN x.match_ids)
SET x.match_ids = [id IN x.match_ids WHERE NOT id IN $ids]
RETURN count(x) AS changed

// name: list_reasons_that_name
// scope: tenant
// Reads what others are told of their matches where it names a party: a customer, say, of both.
MATCH (m:Match {tenant_id: $tenant_id})
WHERE m.id > '' AND any(text IN [m.reasons, m.giver_reasons, m.reservation] WHERE text CONTAINS $id)
RETURN m.id AS id, m.reasons AS reasons, m.giver_reasons AS giver_reasons,
  m.reservation AS reservation

// name: set_reasons
// scope: tenant
// Writes what matches are told with.
UNWIND $rows AS row
MATCH (m:Match {id: row.id, tenant_id: $tenant_id})
SET m.reasons = row.reasons, m.giver_reasons = row.giver_reasons, m.reservation = row.reservation
RETURN m.id AS id

// name: forget_near_misses
// scope: tenant
// Takes back why nothing is suggested for needs where that is told by what was erased, in force or
// staged by a run. Returns the needs, whose suggestions are to be found anew.
CALL () {
  MATCH (n:Need)
  WHERE n.tenant_id = $tenant_id AND n.id > '' AND any(id IN $ids WHERE n.abstention CONTAINS id)
  SET n.abstention = null
  RETURN n.id AS need_id
UNION
  MATCH (:Run {tenant_id: $tenant_id})-[:STAGED]->(b:StagedCards)
  WHERE b.number > 0 AND any(id IN $ids WHERE b.rows CONTAINS id)
  WITH b, b.need_ids AS need_ids
  DETACH DELETE b
  WITH need_ids
  UNWIND need_ids AS need_id
  RETURN need_id
}
RETURN collect(DISTINCT need_id) AS need_ids

// name: hide_events
// scope: tenant
// Takes out of the audit trail who it was: what happened, and when, stays for the figures.
MATCH (e:Event)
WHERE e.tenant_id = $tenant_id AND e.id > ''
  AND (e.subject_id IN $ids OR any(id IN $ids WHERE e.details CONTAINS id OR e.cause CONTAINS id
    OR e.actor CONTAINS id))
SET e.subject_id = 'erased', e.details = '{}', e.cause = 'erased',
  e.actor = CASE WHEN e.actor STARTS WITH 'mail:' THEN 'erased' ELSE e.actor END
RETURN count(e) AS hidden

// name: count_traces
// scope: tenant
// Counts the nodes of a network in which one of some words is left: ids, addresses, names.
MATCH (n)
WHERE n.tenant_id = $tenant_id AND any(key IN keys(n) WHERE any(value IN [] + n[key] WHERE
  any(word IN $words WHERE toStringOrNull(value) CONTAINS word)))
RETURN count(n) AS count
