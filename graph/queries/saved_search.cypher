// name: upsert_saved_search
// scope: tenant
// Writes a search of a known party; a new one counts what appears from now on.
MATCH (p:Party {id: $party_id, tenant_id: $tenant_id})
MERGE (s:SavedSearch {id: $id})
ON CREATE SET s.tenant_id = $tenant_id, s.party_id = $party_id, s.created_at = $now, s.due_at = $now
WITH p, s
WHERE s.tenant_id = $tenant_id AND s.party_id = p.id
SET s += $properties, s.updated_at = $now
MERGE (p)-[:SAVED]->(s)
RETURN s {.*} AS search

// name: delete_saved_search
// scope: tenant
// Removes a search, with the record of what it told.
MATCH (s:SavedSearch {id: $id, tenant_id: $tenant_id})
WITH s, s {.*} AS search
DETACH DELETE s
RETURN search

// name: stop_saved_searches
// scope: tenant
// Switches off all searches of a party that are on.
MATCH (:Party {id: $party_id, tenant_id: $tenant_id})-[:SAVED]->(s:SavedSearch {is_active: true})
SET s.is_active = false, s.updated_at = $now
RETURN s.id AS id

// name: get_saved_searches_by_ids
// scope: tenant
// Reads saved searches by id, for loaders.
MATCH (s:SavedSearch)
WHERE s.id IN $ids AND s.tenant_id = $tenant_id
RETURN s {.*} AS search

// name: list_saved_searches
// scope: tenant
// Reads one page of saved searches, newest first, after the given id.
MATCH (s:SavedSearch)
WHERE s.tenant_id = $tenant_id AND s.id < $after AND s.id > $before
  AND ($party_id IS NULL OR s.party_id = $party_id)
RETURN s {.*} AS search
ORDER BY s.tenant_id DESC, s.id DESC
LIMIT $limit

// name: list_saved_searches_ascending
// scope: tenant
// Reads one page of saved searches, oldest first, after the given id.
MATCH (s:SavedSearch)
WHERE s.tenant_id = $tenant_id AND s.id > $after AND s.id < $before
  AND ($party_id IS NULL OR s.party_id = $party_id)
RETURN s {.*} AS search
ORDER BY s.tenant_id, s.id
LIMIT $limit

// name: count_saved_searches
// scope: tenant
// Counts the saved searches that a list has.
MATCH (s:SavedSearch)
WHERE s.tenant_id = $tenant_id AND s.id > ''
  AND ($party_id IS NULL OR s.party_id = $party_id)
RETURN count(s) AS count

// name: list_tenants_with_due_searches
// scope: system
// Finds networks where a saved search is due.
MATCH (s:SavedSearch {is_active: true})
WHERE s.due_at <= $now
RETURN DISTINCT s.tenant_id AS tenant_id
ORDER BY tenant_id

// name: list_due_searches
// scope: tenant
// Reads the searches that are due, whose party can be written to now.
MATCH (p:Party)-[:SAVED]->(s:SavedSearch {tenant_id: $tenant_id, is_active: true})
WHERE s.due_at <= $now AND p.email IS NOT NULL AND NOT coalesce(p.is_opted_out, false)
  AND (p.paused_until IS NULL OR p.paused_until <= $now)
RETURN s {.*} AS search
ORDER BY s.party_id, s.id

// name: list_new_offers_of_search
// scope: tenant
// Keeps of some offers those that are new to a search, pass its filters and may be told of.
MATCH (s:SavedSearch {id: $id, tenant_id: $tenant_id})
MATCH (g:Party {tenant_id: $tenant_id})-[:GIVES]->(o:Offer {status: 'OPEN'})
WHERE o.id IN $offer_ids AND o.created_at >= s.created_at AND o.taken < o.capacity
  AND g.id <> s.party_id AND NOT coalesce(g.is_opted_out, false)
  AND (size(s.giver_kinds) = 0 OR g.kind IN s.giver_kinds)
  AND (s.region IS NULL OR s.region IN o.regions OR size(o.regions) = 0 AND s.region = g.region)
  AND NOT EXISTS { (s)-[:TOLD_OF]->(o) }
  AND NOT EXISTS { (g)-[:EXCLUDES]-(:Party {id: s.party_id}) }
RETURN o.id AS id

// name: enqueue_search_alert
// scope: tenant
// Writes the day's one mail to a party about what its searches found, and notes what it tells.
// Where the day's mail is there already, nothing is written: the offers wait for the next day.
MERGE (x:Outbox {key: $key})
ON CREATE SET x.id = $id, x.tenant_id = $tenant_id, x.kind = 'SEARCH_ALERT', x.state = 'PENDING',
  x.recipient_id = $recipient_id, x.match_ids = [], x.cause = 'saved searches',
  x.message_id = $message_id, x.attempts = 0, x.due_at = $now, x.created_at = $now
WITH x
WHERE x.id = $id
UNWIND $rows AS row
MATCH (s:SavedSearch {id: row.search_id, tenant_id: $tenant_id})
MATCH (o:Offer {id: row.offer_id, tenant_id: $tenant_id})
MERGE (s)-[t:TOLD_OF]->(o)
ON CREATE SET t.mail_id = x.id, t.at = $now
RETURN s.id AS search_id, o.id AS offer_id

// name: list_told_offers
// scope: tenant
// Reads what a mail about saved searches tells: pairs of search and offer, as they stand now.
MATCH (s:SavedSearch {tenant_id: $tenant_id, is_active: true})-[t:TOLD_OF {mail_id: $mail_id}]->(o:Offer)
MATCH (g:Party {tenant_id: $tenant_id})-[:GIVES]->(o)
WHERE s.id > '' AND s.party_id = $party_id AND o.status = 'OPEN'
  AND NOT coalesce(g.is_opted_out, false)
RETURN s {.*} AS search, o {.*} AS offer, g {.*} AS giver
ORDER BY s.id, o.id

// name: postpone_searches
// scope: tenant
// Says when searches are looked at again.
UNWIND $rows AS row
MATCH (s:SavedSearch {id: row.id, tenant_id: $tenant_id})
SET s.due_at = row.due_at, s.searched_at = $now
RETURN s.id AS id
