// Who complained is told from who stopped, and that from whom staff took out. A complaint took the
// moment of the stop before it from the party, not from what was closed with it.
MATCH (p:Party)-[:SEEKS|GIVES]->(x) WHERE p.is_opted_out AND x.withdrawn_at IS NOT NULL
WITH p, max(x.withdrawn_at) AS moment WHERE p.withdrawn_at IS NULL
SET p.withdrawn_at = moment, p.complained_at = coalesce(p.complained_at, p.updated_at);
MATCH (p:Party) WHERE p.is_opted_out AND p.withdrawn_at IS NULL AND p.complained_at IS NULL
SET p.complained_at = p.updated_at;
MATCH (p:Party) WHERE p.withdrawn_at IS NOT NULL AND p.stopped_by IS NULL
SET p.stopped_by = CASE WHEN EXISTS {
  MATCH (e:Event {tenant_id: p.tenant_id, subject_id: p.id, action: 'party.withdrawn'})
  WHERE e.created_at = p.withdrawn_at AND e.actor STARTS WITH 'mail:'} THEN 'ITSELF' ELSE 'STAFF' END;
MATCH (p:Party {stopped_by: 'ITSELF'}) WHERE p.stopped_at IS NULL
SET p.stopped_at = p.withdrawn_at;
