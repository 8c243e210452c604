// name: get_match_for_undo
// scope: tenant
// Reads what decides whether an answer may be taken back; call it after `lock_match` in the same
// transaction.
MATCH (m:Match {id: $id, tenant_id: $tenant_id})-[:WITH]->(o:Offer)
MATCH (m)-[:OF]->(n:Need)
MATCH (own:Party {id: CASE $side WHEN 'SEEKER' THEN m.seeker_id ELSE m.giver_id END})
MATCH (other:Party {id: CASE $side WHEN 'SEEKER' THEN m.giver_id ELSE m.seeker_id END})
RETURN m {.*} AS match, n.status = 'OPEN' AND o.status = 'OPEN' AND o.taken < o.capacity
  AND NOT EXISTS {(:Match {open_pair: n.id + '|' + o.id})-[:OF]->(n) WHERE m.open_pair IS NULL}
  AND NOT EXISTS {(other)-[:EXCLUDES]->(own)}
  AND NOT EXISTS {(own)-[r:EXCLUDES]->(other) WHERE r.created_at <> m.answered_at} AS is_open

// name: undo_answer
// scope: tenant
// Asks a side again that had answered, with what its answer brought taken back: its pause, what
// it excluded, and the mail that would ask the other side, where that was not sent.
MATCH (m:Match {id: $id, tenant_id: $tenant_id})-[:WITH]->(o:Offer)
MATCH (m)-[:OF]->(n:Need)
MATCH (own:Party {id: CASE $side WHEN 'SEEKER' THEN m.seeker_id ELSE m.giver_id END})
MATCH (other:Party {id: CASE $side WHEN 'SEEKER' THEN m.giver_id ELSE m.seeker_id END})
OPTIONAL MATCH (own)-[r:EXCLUDES {created_at: m.answered_at}]->(other)
DELETE r
WITH DISTINCT m, n, o, own, other,
  CASE $side WHEN 'SEEKER' THEN m.seeker_answer ELSE m.giver_answer END AS answer,
  coalesce(m.decline_reason = 'NOT_THIS_SECTOR' AND left(other.sector, 2) IN own.excluded_sectors,
    false) AS was_barred
FOREACH (_ IN CASE WHEN answer = 'PAUSE' THEN [1] ELSE [] END |
  SET own.paused_until = null, own.updated_at = $now)
FOREACH (_ IN CASE WHEN was_barred THEN [1] ELSE [] END |
  SET own.excluded_sectors = [s IN own.excluded_sectors WHERE s <> left(other.sector, 2)])
SET m.state = 'PROPOSED', m.asked_side = $side, m.open_pair = n.id + '|' + o.id,
  m.seeker_answer = CASE $side WHEN 'SEEKER' THEN null ELSE m.seeker_answer END,
  m.giver_answer = CASE $side WHEN 'GIVER' THEN null ELSE m.giver_answer END,
  m.decline_reason = null, m.decline_text = null, m.updated_at = $now
WITH m, other, was_barred
OPTIONAL MATCH (m)<-[:ABOUT]-(x:Outbox {state: 'PENDING', recipient_id: other.id})
WHERE size(x.match_ids) = 1
DETACH DELETE x
RETURN DISTINCT m {.*} AS match, was_barred
