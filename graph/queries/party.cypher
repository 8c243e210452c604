// name: find_parties_by_keys
// scope: tenant
// Finds the parties that carry one of these keys, to tell duplicates before writing.
CALL () {
  UNWIND $external_keys AS key
  MATCH (p:Party {tenant_id: $tenant_id, external_key: key})
  RETURN p
UNION
  UNWIND $sirets AS key
  MATCH (p:Party {tenant_id: $tenant_id, siret: key})
  RETURN p
UNION
  UNWIND $name_keys AS key
  MATCH (p:Party {tenant_id: $tenant_id, name_key: key})
  RETURN p
UNION
  UNWIND $website_keys AS key
  MATCH (p:Party {tenant_id: $tenant_id, website_key: key})
  RETURN p
}
RETURN p {.id, .kind, .name, .external_key, .siret, .name_key, .place_key, .website_key} AS party

// name: upsert_parties
// scope: tenant
// Writes parties with their place, sector and incubator; an unchanged one is left alone.
UNWIND $rows AS row
MERGE (p:Party {id: row.id})
ON CREATE SET p.tenant_id = $tenant_id, p.created_at = $now
WITH p, row, p.content_hash IS NULL AS is_new
WHERE p.tenant_id = $tenant_id AND (is_new OR p.content_hash <> row.properties.content_hash)
WITH p, row, is_new, p.text_hash IS NULL OR p.text_hash <> row.properties.text_hash AS is_text_new
SET p += row.properties, p.updated_at = $now
REMOVE p:Organization:Mentor:Startup:Sme:Midcap:Integrator:Incubator
SET p:$(row.labels)
WITH p, row, is_new, is_text_new
OPTIONAL MATCH (p)-[old:LOCATED_IN|IN_SECTOR]->()
DELETE old
WITH DISTINCT p, row, is_new, is_text_new
OPTIONAL MATCH (place:Place {id: row.place_id})
OPTIONAL MATCH (sector:Sector {id: row.sector_id})
FOREACH (x IN CASE WHEN place IS NULL THEN [] ELSE [place] END | MERGE (p)-[:LOCATED_IN]->(x))
FOREACH (x IN CASE WHEN sector IS NULL THEN [] ELSE [sector] END | MERGE (p)-[:IN_SECTOR]->(x))
FOREACH (_ IN CASE WHEN is_text_new THEN [1] ELSE [] END |
  MERGE (t:Task {id: 'EMBED:' + p.id})
  SET t.tenant_id = $tenant_id, t.kind = 'EMBED', t.subject_id = p.id, t.subject_label = 'PARTY',
    t.touched_at = $now, t.due_at = $now, t.attempts = 0, t.then_match = false)
RETURN p.id AS id, is_new

// name: link_members
// scope: tenant
// Makes parties members of incubators, both given by id.
UNWIND $rows AS row
MATCH (p:Party {id: row.party_id, tenant_id: $tenant_id})
MATCH (i:Party&Incubator {id: row.incubator_id, tenant_id: $tenant_id})
MERGE (p)-[m:MEMBER_OF]->(i)
ON CREATE SET m.created_at = $now
RETURN count(m) AS linked

// name: link_parties
// scope: tenant
// Writes relations between parties, of the types in `RelationType`; a new date replaces the old.
UNWIND $rows AS row
MATCH (a:Party {id: row.from_id, tenant_id: $tenant_id})
MATCH (b:Party {id: row.to_id, tenant_id: $tenant_id})
MERGE (a)-[r:$(row.type) {kind: row.kind}]->(b)
ON CREATE SET r.created_at = $now, r.is_new = true
SET r.reason = row.reason, r.until = row.until
WITH r, coalesce(r.is_new, false) AS is_new
REMOVE r.is_new
RETURN sum(CASE WHEN is_new THEN 1 ELSE 0 END) AS created, count(r) AS linked

// name: get_parties_by_ids
// scope: tenant
// Reads parties by id, for loaders.
MATCH (p:Party)
WHERE p.id IN $ids AND p.tenant_id = $tenant_id
RETURN collect({party: p {.*, paused_until: toString(p.paused_until),
  withdrawn_at: toString(p.withdrawn_at), stopped_at: toString(p.stopped_at),
  complained_at: toString(p.complained_at),
  created_at: toString(p.created_at), updated_at: toString(p.updated_at), locked_at: null,
  incubator_id: head([(p)-[:MEMBER_OF]->(i) | i.id])}}) AS rows

// name: list_parties
// scope: tenant
// Reads one page of parties, newest first, after the given id.
MATCH (p:Party)
WHERE p.tenant_id = $tenant_id AND p.id < $after AND p.id > $before
  AND ($kinds IS NULL OR p.kind IN $kinds)
  AND ($region IS NULL OR p.region = $region)
  AND ($sector IS NULL OR p.sector STARTS WITH $sector)
WITH p
ORDER BY p.tenant_id DESC, p.id DESC
LIMIT $limit
RETURN collect({party: p {.*, paused_until: toString(p.paused_until),
  withdrawn_at: toString(p.withdrawn_at), stopped_at: toString(p.stopped_at),
  complained_at: toString(p.complained_at),
  created_at: toString(p.created_at), updated_at: toString(p.updated_at), locked_at: null,
  incubator_id: head([(p)-[:MEMBER_OF]->(i) | i.id])}}) AS rows

// name: list_parties_ascending
// scope: tenant
// Reads one page of parties, oldest first, after the given id.
MATCH (p:Party)
WHERE p.tenant_id = $tenant_id AND p.id > $after AND p.id < $before
  AND ($kinds IS NULL OR p.kind IN $kinds)
  AND ($region IS NULL OR p.region = $region)
  AND ($sector IS NULL OR p.sector STARTS WITH $sector)
WITH p
ORDER BY p.tenant_id, p.id
LIMIT $limit
RETURN collect({party: p {.*, paused_until: toString(p.paused_until),
  withdrawn_at: toString(p.withdrawn_at), stopped_at: toString(p.stopped_at),
  complained_at: toString(p.complained_at),
  created_at: toString(p.created_at), updated_at: toString(p.updated_at), locked_at: null,
  incubator_id: head([(p)-[:MEMBER_OF]->(i) | i.id])}}) AS rows

// name: count_parties
// scope: tenant
// Counts the parties that a list has.
MATCH (p:Party)
WHERE p.tenant_id = $tenant_id AND p.id > ''
  AND ($kinds IS NULL OR p.kind IN $kinds)
  AND ($region IS NULL OR p.region = $region)
  AND ($sector IS NULL OR p.sector STARTS WITH $sector)
RETURN count(p) AS count

// name: count_parties_by_kind
// scope: tenant
// Counts the tenant's parties of each kind.
MATCH (p:Party {tenant_id: $tenant_id})
WHERE p.id > ''
RETURN p.kind AS kind, count(p) AS count

// name: list_neighbors
// scope: tenant
// Reads the graph around parties: incubators, past partners and related parties, with degrees.
UNWIND $ids AS id
MATCH (p:Party {id: id, tenant_id: $tenant_id})
  -[r:MEMBER_OF|WORKED_WITH|BACKED_BY|RELATED_TO]-(n:Party {tenant_id: $tenant_id})
WITH id, n, min(CASE type(r) WHEN 'RELATED_TO' THEN r.kind ELSE type(r) END) AS tie
WITH id, n, tie, count {(n)-[:MEMBER_OF|WORKED_WITH|BACKED_BY|RELATED_TO]-()} AS degree
RETURN id, collect(DISTINCT {id: n.id, name: n.name, degree: degree, tie: tie}) AS neighbors

// name: list_exclusions
// scope: tenant
// Reads who must not be matched with whom now: an exclusion may end on a date, or be of a sector.
CALL () {
  MATCH (p:Party {tenant_id: $tenant_id})-[r:EXCLUDES]->(q:Party {tenant_id: $tenant_id})
  WHERE p.id > '' AND (r.until IS NULL OR r.until >= date($now))
  RETURN p, q
UNION
  MATCH (p:Party {tenant_id: $tenant_id})
  WHERE p.id > '' AND p.excluded_sectors IS NOT NULL
  MATCH (q:Party {tenant_id: $tenant_id})
  WHERE q.id > '' AND left(q.sector, 2) IN p.excluded_sectors AND q <> p
  RETURN p, q
}
RETURN p.id AS id, collect(q.id) AS excluded

// name: list_conflicts
// scope: tenant
// Reads who has a conflict of interest with each of some parties: of the same group by OWNED_BY,
// or of the group of a declared competitor, and how many steps away.
UNWIND $ids AS id
MATCH (p:Party {id: id, tenant_id: $tenant_id})
WHERE EXISTS {(p)-[:OWNED_BY|COMPETES_WITH]-()}
CALL (p) {
  MATCH path = (p)-[:OWNED_BY]-{1,4}(q:Party)
  RETURN q, length(path) AS hops
UNION
  MATCH path = (p)-[:OWNED_BY]-{0,3}()-[:COMPETES_WITH]-()-[:OWNED_BY]-{0,3}(q:Party)
  WHERE length(path) <= 4
  RETURN q, length(path) AS hops
}
WITH id, q, min(hops) AS hops
WHERE q.tenant_id = $tenant_id AND q.id <> id
RETURN id, collect({id: q.id, hops: hops}) AS conflicts

// name: pause_party
// scope: tenant
// Pauses a party until a date; null ends the pause.
MATCH (p:Party {id: $id, tenant_id: $tenant_id})
SET p.paused_until = $until, p.updated_at = $now
RETURN p {.*} AS party

// name: refuse_address
// scope: tenant
// Marks the address of a party as one that takes no mail; no record where it is marked, or none.
MATCH (p:Party {id: $id, tenant_id: $tenant_id})
WHERE p.email IS NOT NULL AND coalesce(p.refused_email <> p.email, true)
SET p.refused_email = p.email, p.updated_at = $now
RETURN p.id AS id

// name: note_soft_bounce
// scope: tenant
// Counts that a mail to a party came back for now: how often since a date, at this address.
MATCH (p:Party {id: $id, tenant_id: $tenant_id})
WHERE p.email IS NOT NULL
WITH p, coalesce(p.bouncing_email = p.email AND p.bounced_at >= $since, false) AS goes_on
SET p.soft_bounces = CASE WHEN goes_on THEN p.soft_bounces + 1 ELSE 1 END,
  p.bouncing_email = p.email, p.bounced_at = CASE WHEN goes_on THEN p.bounced_at ELSE $now END
RETURN p.soft_bounces AS count

// name: opt_out_party
// scope: tenant
// Ends all mails to a party that complained, also where it could take its own stop back; no record
// where it had complained before.
MATCH (p:Party {id: $id, tenant_id: $tenant_id})
SET p.locked_at = $now
WITH p, p.complained_at IS NULL AS is_first
SET p.is_opted_out = true, p.complained_at = coalesce(p.complained_at, $now), p.updated_at = $now
WITH p
WHERE is_first
RETURN p.id AS id

// name: withdraw_party
// scope: tenant
// Takes a party out of matching: it gets no more mails, and its open needs and offers are closed.
// A second time leaves the first one in place, but that what staff did stays theirs; its own word is
// kept beside that, whoever was first.
MATCH (p:Party {id: $id, tenant_id: $tenant_id})
SET p.locked_at = $now
WITH p, coalesce(p.is_opted_out, false) AS was_out
SET p.withdrawn_at = coalesce(p.withdrawn_at, $now), p.is_opted_out = true, p.updated_at = $now,
  p.stopped_by = CASE p.stopped_by WHEN 'STAFF' THEN 'STAFF' ELSE $stopped_by END,
  p.stopped_at = CASE $stopped_by WHEN 'ITSELF' THEN $now ELSE p.stopped_at END
WITH p, was_out
OPTIONAL MATCH (p)-[:SEEKS|GIVES]->(x)
WHERE x.status = 'OPEN'
SET x.status = 'CLOSED', x.withdrawn_at = p.withdrawn_at, x.updated_at = $now
RETURN p.id AS id, was_out, collect(x {.id, is_need: x:Need}) AS closed

// name: lock_party
// scope: tenant
// Takes the lock of a party, and reads it.
MATCH (p:Party {id: $id, tenant_id: $tenant_id})
SET p.locked_at = $now
RETURN p {.*} AS party

// name: return_party
// scope: tenant
// Takes a party back that had stopped, and opens what was closed with it; its needs are looked for
// from now on.
MATCH (p:Party {id: $id, tenant_id: $tenant_id})
OPTIONAL MATCH (p)-[:SEEKS|GIVES]->(x {status: 'CLOSED'})
WHERE x.withdrawn_at = p.withdrawn_at
SET x.status = 'OPEN', x.withdrawn_at = null, x.updated_at = $now,
  x.reopened_at = CASE WHEN x:Need THEN $now END
WITH p, collect(x {.id, is_need: x:Need}) AS opened
SET p.is_opted_out = false, p.withdrawn_at = null, p.stopped_by = null, p.stopped_at = null,
  p.complained_at = null, p.updated_at = $now
RETURN opened

// name: withdraw_by_party
// scope: tenant
// Withdraws the open matches of a party that left.
MATCH (:Party {id: $id, tenant_id: $tenant_id})-[:SEEKS|GIVES]->()<-[:OF|WITH]-(m:Match)
WHERE m.state IN ['SUGGESTED', 'REVIEWED', 'PROPOSED']
SET m.state = 'WITHDRAWN', m.decline_reason = 'CLOSED', m.updated_at = $now
REMOVE m.open_pair
RETURN DISTINCT m.id AS id, m.need_id AS need_id

// name: withdraw_by_exclusion
// scope: tenant
// Withdraws the open matches between two parties that must not be matched any more.
MATCH (:Party {id: $from_id, tenant_id: $tenant_id})-[:SEEKS|GIVES]->()<-[:OF|WITH]-(m:Match)
WHERE m.state IN ['SUGGESTED', 'REVIEWED', 'PROPOSED'] AND $to_id IN [m.seeker_id, m.giver_id]
SET m.state = 'WITHDRAWN', m.decline_reason = 'EXCLUDED', m.updated_at = $now
REMOVE m.open_pair
RETURN DISTINCT m.id AS id, m.need_id AS need_id

// name: exclude_sector
// scope: tenant
// Bars a party from a sector, and withdraws its open matches there.
MATCH (p:Party {id: $id, tenant_id: $tenant_id})
SET p.excluded_sectors = [x IN coalesce(p.excluded_sectors, []) WHERE x <> $sector] + [$sector],
  p.updated_at = $now
WITH p
MATCH (p)-[:SEEKS|GIVES]->()<-[:OF|WITH]-(m:Match)
WHERE m.state IN ['SUGGESTED', 'REVIEWED', 'PROPOSED']
MATCH (other:Party {id: CASE p.id WHEN m.seeker_id THEN m.giver_id ELSE m.seeker_id END})
WHERE coalesce(other.sector, '') STARTS WITH $sector
SET m.state = 'WITHDRAWN', m.decline_reason = 'EXCLUDED', m.updated_at = $now
REMOVE m.open_pair
RETURN DISTINCT m.id AS id, m.need_id AS need_id

// name: lock_persons
// scope: system
// Takes the locks of the persons behind addresses, whoever's members they are, and tells when each
// was or will be asked since a date; nothing else. What waits and asks nothing any more takes no day.
UNWIND $keys AS key
MATCH (p:Party {email_key: key})
WITH p ORDER BY p.email_key, p.id
SET p.locked_at = $now
WITH p.email_key AS key, collect(p.id) AS ids
UNWIND ids AS id
OPTIONAL MATCH (x:Outbox {recipient_id: id})
WHERE x.kind = 'MATCH_CARD' AND x.id <> $but AND coalesce(x.sent_at, x.due_at) > $since
  AND NOT x.state IN ['SUPPRESSED', 'FAILED'] AND (x.state <> 'PENDING'
    OR EXISTS {(x)-[:ABOUT]->(:Match {state: 'PROPOSED', asked_side: x.side})})
RETURN key, collect(coalesce(x.sent_at, x.due_at)) AS asked_at

// name: is_person_asked
// scope: system
// Tells whether a mail that asks a person, whoever sends it, has left since a moment or leaves now,
// but for the given one. What digests take along is leaving with them alone.
MATCH (p:Party {email_key: $key})
MATCH (x:Outbox {recipient_id: p.id})
WHERE x.id <> $but AND x.kind IN ['MATCH_CARD', 'DIGEST'] AND coalesce(x.sent_at, x.due_at) >= $since
  AND (x.state IN ['SENDING', 'SENT', 'UNCERTAIN'] OR x.state = 'PENDING' AND x.leased_until > $now
    AND (x.kind = 'DIGEST' OR coalesce(p.mail_frequency, 'EACH') <> 'WEEKLY'))
RETURN count(x) > 0 AS is_asked

// name: get_reader
// scope: tenant
// Reads who a party is to whoever asks it, and when it may be written to.
MATCH (p:Party {id: $id, tenant_id: $tenant_id})
MATCH (t:Tenant {id: $tenant_id})
RETURN p {.id, .sector, .email_key, .time_zone, .departement, .quiet_from, .quiet_until,
    is_weekly: coalesce(p.mail_frequency = 'WEEKLY' AND p.email IS NOT NULL, false)
      AND NOT coalesce(p.is_opted_out, false) AND coalesce(p.refused_email <> p.email, true)
      AND (p.paused_until IS NULL OR p.paused_until < $now)} AS reader,
  coalesce(t.has_quiet_hours, true) AS has_quiet_hours

// name: set_mail_hours
// scope: tenant
// Notes when a party may be written to.
MATCH (p:Party {id: $id, tenant_id: $tenant_id})
SET p.time_zone = $time_zone, p.quiet_from = $quiet_from, p.quiet_until = $quiet_until,
  p.updated_at = $now
RETURN p.id AS id

// name: note_silence
// scope: tenant
// Counts an asked mail without an answer, once, and tells how many there are in a row; no record
// where none arrived. What came by one digest bears one claim, and is one mail.
MATCH (x:Outbox {kind: 'MATCH_CARD', recipient_id: $id, side: $side})-[:ABOUT]->
  (:Match {id: $match_id, tenant_id: $tenant_id})
WHERE x.state IN ['SENT', 'UNCERTAIN'] AND x.bounce IS NULL
MATCH (p:Party {id: $id, tenant_id: $tenant_id})
WITH x, p, coalesce(x.claimed_by, x.id) AS came_by
SET p.unanswered = CASE WHEN p.unanswered_by = came_by THEN p.unanswered
  ELSE coalesce(p.unanswered, 0) + 1 END
SET p.unanswered_by = came_by
RETURN p.unanswered AS unanswered, x.id AS mail_id, x.match_ids AS match_ids

// name: end_silence
// scope: tenant
// Notes that a party answered a mail, or was paused for its silence.
MATCH (p:Party {id: $id, tenant_id: $tenant_id})
OPTIONAL MATCH (x:Outbox {kind: 'MATCH_CARD', recipient_id: $id})-[:ABOUT]->
  (:Match {id: $match_id, tenant_id: $tenant_id})
SET p.unanswered = 0, p.unanswered_by = coalesce(x.claimed_by, x.id, p.unanswered_by)
RETURN p.id AS id

// name: delete_relation
// scope: tenant
// Takes a relation between two parties away.
MATCH (a:Party {id: $from_id, tenant_id: $tenant_id})-[r {kind: $kind}]->
  (b:Party {id: $to_id, tenant_id: $tenant_id})
WHERE type(r) = $type
DELETE r
RETURN count(r) AS deleted
