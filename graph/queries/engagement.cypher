// name: start_engagement
// scope: tenant
// Writes the engagement of an accepted match, once, and the parties' common past.
MATCH (m:Match {id: $match_id, tenant_id: $tenant_id})
MATCH (a:Party {id: m.seeker_id, tenant_id: $tenant_id})
MATCH (b:Party {id: m.giver_id, tenant_id: $tenant_id})
MERGE (e:Engagement {match_id: m.id})
ON CREATE SET e.id = $id, e.tenant_id = $tenant_id, e.need_id = m.need_id, e.offer_id = m.offer_id,
  e.seeker_id = a.id, e.giver_id = b.id, e.kind = m.kind, e.state = 'STARTED',
  e.created_at = $now, e.updated_at = $now
MERGE (e)-[:FROM]->(m)
MERGE (a)-[w:WORKED_WITH]->(b)
ON CREATE SET w.created_at = $now
RETURN e {.*} AS engagement

// name: get_engagements_by_ids
// scope: tenant
// Reads engagements by id.
MATCH (e:Engagement)
WHERE e.id IN $ids AND e.tenant_id = $tenant_id
RETURN e {.*} AS engagement

// name: get_engagements_by_matches
// scope: tenant
// Reads the engagements that matches led to, for loaders.
MATCH (e:Engagement)
WHERE e.match_id IN $match_ids AND e.tenant_id = $tenant_id
RETURN e {.*} AS engagement

// name: list_engagements
// scope: tenant
// Reads one page of engagements, newest first, after the given id.
MATCH (e:Engagement)
WHERE e.tenant_id = $tenant_id AND e.id < $after AND e.id > $before
RETURN e {.*} AS engagement
ORDER BY e.tenant_id DESC, e.id DESC
LIMIT $limit

// name: list_engagements_ascending
// scope: tenant
// Reads one page of engagements, oldest first, after the given id.
MATCH (e:Engagement)
WHERE e.tenant_id = $tenant_id AND e.id > $after AND e.id < $before
RETURN e {.*} AS engagement
ORDER BY e.tenant_id, e.id
LIMIT $limit

// name: count_engagements
// scope: tenant
// Counts the tenant's engagements.
MATCH (e:Engagement)
WHERE e.tenant_id = $tenant_id AND e.id > ''
RETURN count(e) AS count

// name: list_engagements_of_party
// scope: tenant
// Reads one page of a party's engagements, newest first, after the given id.
MATCH (:Party {id: $party_id, tenant_id: $tenant_id})-[:SEEKS|GIVES]->()<-[:OF|WITH]-(m:Match)
MATCH (m)<-[:FROM]-(e:Engagement)
WHERE e.tenant_id = $tenant_id AND e.id < $after AND e.id > $before
WITH DISTINCT e
ORDER BY e.id DESC
LIMIT $limit
RETURN e {.*} AS engagement
ORDER BY e.id DESC

// name: list_engagements_of_party_ascending
// scope: tenant
// Reads one page of a party's engagements, oldest first, after the given id.
MATCH (:Party {id: $party_id, tenant_id: $tenant_id})-[:SEEKS|GIVES]->()<-[:OF|WITH]-(m:Match)
MATCH (m)<-[:FROM]-(e:Engagement)
WHERE e.tenant_id = $tenant_id AND e.id > $after AND e.id < $before
WITH DISTINCT e
ORDER BY e.id
LIMIT $limit
RETURN e {.*} AS engagement
ORDER BY e.id

// name: count_engagements_of_party
// scope: tenant
// Counts a party's engagements.
MATCH (:Party {id: $party_id, tenant_id: $tenant_id})-[:SEEKS|GIVES]->()<-[:OF|WITH]-(m:Match)
MATCH (m)<-[:FROM]-(e:Engagement)
WHERE e.tenant_id = $tenant_id
RETURN count(DISTINCT e) AS count

// name: advance_engagement
// scope: tenant
// Moves an engagement on, from a state that allows it; one that ends frees its place.
MATCH (e:Engagement {id: $id, tenant_id: $tenant_id})
SET e.locked_at = $now
WITH e
WHERE e.state IN $from_states
SET e.state = $state, e.updated_at = $now
WITH e
OPTIONAL MATCH (o:Offer {id: e.offer_id, tenant_id: $tenant_id})
FOREACH (x IN CASE WHEN o IS NOT NULL AND $is_over AND o.taken > 0 THEN [o] ELSE [] END |
  SET x.taken = x.taken - 1, x.updated_at = $now)
RETURN e {.*} AS engagement
