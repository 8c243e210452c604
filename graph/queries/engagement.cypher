// name: start_engagement
// scope: tenant
// Writes the engagement of an accepted match, once, and the parties' common past.
MATCH (m:Match {id: $match_id, tenant_id: $tenant_id})
MATCH (a:Party {id: m.seeker_id, tenant_id: $tenant_id})
MATCH (b:Party {id: m.giver_id, tenant_id: $tenant_id})
WITH m, a, b, head([(a)-[:MEMBER_OF]->(i) | i.id]) AS incubator_id
MERGE (e:Engagement {match_id: m.id})
ON CREATE SET e.id = $id, e.tenant_id = $tenant_id, e.need_id = m.need_id, e.offer_id = m.offer_id,
  e.seeker_id = a.id, e.giver_id = b.id, e.kind = m.kind, e.state = 'STARTED',
  e.incubator_id = incubator_id,
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

// name: record_follow_up
// scope: tenant
// Keeps what a side says about an engagement after so many days; its newest word counts.
MATCH (e:Engagement {id: $id, tenant_id: $tenant_id})
SET e += $answer, e.updated_at = $now
RETURN e {.*} AS engagement

// name: record_outcome
// scope: tenant
// Keeps what an engagement was worth to a side; its first word is kept apart from its newest.
MATCH (e:Engagement {id: $id, tenant_id: $tenant_id})
SET e.locked_at = $now
SET e += CASE WHEN e[$first_key] IS NULL THEN $first ELSE {} END
SET e += $outcome, e.updated_at = $now
RETURN e {.*} AS engagement

// name: list_first_outcomes
// scope: tenant
// Reads, for each party, whether engagements were useful to those it was engaged with: what these
// said first, in the order in which they did.
MATCH (e:Engagement)
WHERE e.tenant_id = $tenant_id AND e.id > ''
  AND (e.seeker_first_useful IS NOT NULL OR e.giver_first_useful IS NOT NULL)
UNWIND [
  {about: e.giver_id, by: e.seeker_id, is_useful: e.seeker_first_useful, said_at: e.seeker_first_at},
  {about: e.seeker_id, by: e.giver_id, is_useful: e.giver_first_useful, said_at: e.giver_first_at}]
  AS said
WITH e, said WHERE said.is_useful IS NOT NULL AND said.said_at <= $now
ORDER BY said.said_at, e.id
RETURN said.about AS party_id, collect(said {.by, .is_useful}) AS said

// name: list_first_outcomes_by_parties
// scope: tenant
// Reads the same about some parties.
UNWIND $party_ids AS party_id
MATCH (:Party {id: party_id, tenant_id: $tenant_id})-[:SEEKS|GIVES]->()<-[:OF|WITH]-(m:Match)
MATCH (m)<-[:FROM]-(e:Engagement)
WITH DISTINCT party_id, e
WITH party_id, e, CASE party_id WHEN e.giver_id
  THEN {by: e.seeker_id, is_useful: e.seeker_first_useful, said_at: e.seeker_first_at}
  ELSE {by: e.giver_id, is_useful: e.giver_first_useful, said_at: e.giver_first_at} END AS said
WHERE said.is_useful IS NOT NULL AND said.said_at <= $now
ORDER BY said.said_at, e.id
RETURN party_id, collect(said {.by, .is_useful}) AS said

// name: count_outcomes
// scope: tenant
// Counts, by kind, the engagements of which a side told the outcome, and those that were useful to
// every side that told.
MATCH (e:Engagement)
WHERE e.tenant_id = $tenant_id AND e.id > ''
WITH e.kind AS kind, [x IN [e.seeker_useful, e.giver_useful] WHERE x IS NOT NULL] AS useful
WHERE size(useful) > 0
RETURN kind, count(*) AS judged, sum(CASE WHEN all(x IN useful WHERE x) THEN 1 ELSE 0 END) AS useful

// name: list_impact
// scope: tenant
// Sums up engagements and their outcomes by the incubator of who had the need, and by kind.
MATCH (e:Engagement)
WHERE e.tenant_id = $tenant_id AND e.id > ''
WITH e, [x IN [e.seeker_useful, e.giver_useful] WHERE x IS NOT NULL] AS useful
RETURN e.incubator_id AS incubator_id, e.kind AS kind, count(e) AS engagements,
  sum(CASE e.state WHEN 'COMPLETED' THEN 1 ELSE 0 END) AS completed,
  sum(CASE e.state WHEN 'STOPPED' THEN 1 ELSE 0 END) AS stopped,
  sum(CASE WHEN size(useful) > 0 THEN 1 ELSE 0 END) AS judged,
  sum(CASE WHEN size(useful) > 0 AND all(x IN useful WHERE x) THEN 1 ELSE 0 END) AS useful,
  sum(CASE WHEN e.seeker_continued OR e.giver_continued THEN 1 ELSE 0 END) AS continued,
  sum(coalesce(e.seeker_saved_eur, e.giver_saved_eur, 0)) AS saved_eur,
  sum(coalesce(e.seeker_invested_eur, e.giver_invested_eur, 0)) AS invested_eur
ORDER BY incubator_id, kind

// name: lock_plan
// scope: tenant
// Takes the lock of an engagement, and tells when its plan was last written.
MATCH (e:Engagement {id: $id, tenant_id: $tenant_id})
SET e.locked_at = $now
RETURN e.planned_at AS planned_at

// name: plan_engagement
// scope: tenant
// Keeps milestones and note of an engagement.
MATCH (e:Engagement {id: $id, tenant_id: $tenant_id})
SET e += $plan, e.planned_at = $now, e.updated_at = $now
RETURN e {.*} AS engagement
