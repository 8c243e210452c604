// name: upsert_offers
// scope: tenant
// Writes offers of known parties with their skills; an unchanged one is left alone, and not told.
UNWIND $rows AS row
MATCH (p:Party {id: row.party_id, tenant_id: $tenant_id})
MERGE (n:Offer {id: row.id})
ON CREATE SET n.tenant_id = $tenant_id, n.created_at = $now, n.status = 'OPEN', n.taken = 0,
  n.shadow_price = 0.0
WITH p, n, row, n.content_hash IS NULL AS is_new
WHERE n.tenant_id = $tenant_id AND (is_new OR n.content_hash <> row.properties.content_hash)
WITH p, n, row, is_new, n.text_hash IS NULL OR n.text_hash <> row.properties.text_hash AS is_text_new
SET n += row.properties, n.updated_at = $now
WITH p, n, row, is_new, is_text_new
OPTIONAL MATCH (n)-[old:GIVES|PROVIDES]-()
DELETE old
WITH DISTINCT p, n, row, is_new, is_text_new
MERGE (p)-[:GIVES]->(n)
WITH n, row, is_new, is_text_new
CALL (n, row) {
  MATCH (s:Skill)
  WHERE s.id IN row.properties.skill_ids AND (s.tenant_id IS NULL OR s.tenant_id = $tenant_id)
  MERGE (n)-[:PROVIDES]->(s)
}
FOREACH (_ IN CASE WHEN is_text_new THEN [1] ELSE [] END |
  MERGE (t:Task {id: 'EMBED:' + n.id})
  SET t.tenant_id = $tenant_id, t.kind = 'EMBED', t.subject_id = n.id, t.subject_label = 'OFFER',
    t.touched_at = $now, t.due_at = $now, t.attempts = 0, t.then_match = $then_match OR coalesce(t.then_match, false))
RETURN n.id AS id, is_new, CASE WHEN $is_told THEN n {.*,
  created_at: toString(n.created_at), updated_at: toString(n.updated_at), locked_at: null} END AS offer

// name: get_offers_by_ids
// scope: tenant
// Reads offers by id, for loaders.
MATCH (n:Offer)
WHERE n.id IN $ids AND n.tenant_id = $tenant_id
RETURN collect({offer: n {.*,
  created_at: toString(n.created_at), updated_at: toString(n.updated_at), locked_at: null}}) AS rows

// name: list_offers
// scope: tenant
// Reads one page of offers, newest first, after the given id.
MATCH (n:Offer)
WHERE n.tenant_id = $tenant_id AND n.id < $after AND n.id > $before
  AND ($status IS NULL OR n.status = $status)
  AND ($kind IS NULL OR n.kind = $kind)
  AND ($party_id IS NULL OR n.party_id = $party_id)
WITH n
ORDER BY n.tenant_id DESC, n.id DESC
LIMIT $limit
RETURN collect({offer: n {.*,
  created_at: toString(n.created_at), updated_at: toString(n.updated_at), locked_at: null}}) AS rows

// name: list_offers_ascending
// scope: tenant
// Reads one page of offers, oldest first, after the given id.
MATCH (n:Offer)
WHERE n.tenant_id = $tenant_id AND n.id > $after AND n.id < $before
  AND ($status IS NULL OR n.status = $status)
  AND ($kind IS NULL OR n.kind = $kind)
  AND ($party_id IS NULL OR n.party_id = $party_id)
WITH n
ORDER BY n.tenant_id, n.id
LIMIT $limit
RETURN collect({offer: n {.*,
  created_at: toString(n.created_at), updated_at: toString(n.updated_at), locked_at: null}}) AS rows

// name: count_offers
// scope: tenant
// Counts the offers that a list has.
MATCH (n:Offer)
WHERE n.tenant_id = $tenant_id AND n.id > ''
  AND ($status IS NULL OR n.status = $status)
  AND ($kind IS NULL OR n.kind = $kind)
  AND ($party_id IS NULL OR n.party_id = $party_id)
RETURN count(n) AS count

// name: list_offers_by_parties
// scope: tenant
// Reads the newest offers of each of several parties, for loaders.
UNWIND $party_ids AS party_id
CALL (party_id) {
  MATCH (:Party {id: party_id, tenant_id: $tenant_id})-[:GIVES]->(n:Offer)
  WHERE n.id < $after AND n.id > $before
  RETURN n
  ORDER BY n.id DESC
  LIMIT $limit
}
RETURN collect({party_id: party_id, offer: n {.*,
  created_at: toString(n.created_at), updated_at: toString(n.updated_at), locked_at: null}}) AS rows

// name: list_offers_by_parties_ascending
// scope: tenant
// Reads the oldest offers of each of several parties, for loaders.
UNWIND $party_ids AS party_id
CALL (party_id) {
  MATCH (:Party {id: party_id, tenant_id: $tenant_id})-[:GIVES]->(n:Offer)
  WHERE n.id > $after AND n.id < $before
  RETURN n
  ORDER BY n.id
  LIMIT $limit
}
RETURN collect({party_id: party_id, offer: n {.*,
  created_at: toString(n.created_at), updated_at: toString(n.updated_at), locked_at: null}}) AS rows

// name: count_offers_by_parties
// scope: tenant
// Counts the offers of each of several parties, for loaders.
UNWIND $party_ids AS party_id
MATCH (:Party {id: party_id, tenant_id: $tenant_id})-[:GIVES]->(n:Offer)
RETURN party_id, count(n) AS count

// name: close_offer
// scope: tenant
// Closes an offer, so that it is matched no more.
MATCH (n:Offer {id: $id, tenant_id: $tenant_id})
SET n.status = $status, n.updated_at = $now
RETURN n {.*} AS offer

// name: store_shadow_prices
// scope: tenant
// Keeps each offer's price of the last run, for online bids.
UNWIND $rows AS row
MATCH (n:Offer {id: row.id, tenant_id: $tenant_id})
SET n.shadow_price = row.price
RETURN count(n) AS stored
