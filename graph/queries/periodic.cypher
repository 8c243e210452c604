// name: list_digest_readers
// scope: tenant
// Finds who reads weekly and is asked about something now, or not told yet what ended; with both. What
// is booked for a later day has its room there; what was put off to a digest has had its own day.
CALL () {
  MATCH (m:Match {tenant_id: $tenant_id, state: 'PROPOSED'})
  WHERE m.id > ''
  MATCH (m)-[:OF]->(n:Need), (m)-[:WITH]->(o:Offer)
  RETURN m, CASE m.asked_side WHEN 'SEEKER' THEN n.party_id ELSE o.party_id END AS party_id
  UNION
  MATCH (x:Outbox {state: 'PENDING'})
  WHERE x.due_at IS NOT NULL AND x.tenant_id = $tenant_id AND x.kind = 'EXPIRY'
  MATCH (x)-[:ABOUT]->(m:Match {state: 'EXPIRED'})
  RETURN m, x.recipient_id AS party_id
}
MATCH (p:Party {id: party_id})
WHERE p.mail_frequency = 'WEEKLY' AND p.email IS NOT NULL AND NOT coalesce(p.is_opted_out, false)
  AND coalesce(p.refused_email <> p.email, true)
  AND (p.paused_until IS NULL OR p.paused_until < $now)
  AND (m.state = 'EXPIRED' OR m.proposed_at <= $now OR EXISTS {
    (m)<-[:ABOUT]-(card:Outbox {kind: 'MATCH_CARD', side: m.asked_side, state: 'PENDING'})
    WHERE card.waits_for_digest
  })
WITH p, m ORDER BY m.proposed_at, m.id
RETURN p.id AS party_id, p.time_zone AS time_zone, p.departement AS departement,
  [m IN collect(m) WHERE m.state = 'PROPOSED' | m.id] AS match_ids,
  [m IN collect(m) WHERE m.state = 'EXPIRED' | m.id] AS ended_ids
ORDER BY party_id

// name: count_week
// scope: tenant
// Counts what a week brought: new needs, proposals that wait, were accepted or ended in silence.
CALL () {
  MATCH (n:Need {tenant_id: $tenant_id})
  WHERE n.id > '' AND n.created_at >= $since
  RETURN count(n) AS new
}
CALL () {
  MATCH (m:Match {tenant_id: $tenant_id, state: 'PROPOSED'})
  WHERE m.id > ''
  RETURN count(m) AS waiting, min(m.proposed_at) AS oldest
}
CALL () {
  MATCH (m:Match {tenant_id: $tenant_id, state: 'ACCEPTED'})
  WHERE m.id > '' AND m.answered_at >= $since
  RETURN count(m) AS accepted
}
CALL () {
  MATCH (m:Match {tenant_id: $tenant_id, state: 'EXPIRED'})
  WHERE m.id > '' AND m.updated_at >= $since
  RETURN count(m) AS silent
}
RETURN new, waiting, oldest, accepted, silent

// name: count_places_by_kind
// scope: tenant
// Counts open needs and free places of each kind.
UNWIND ['MENTORING', 'PILOT', 'INTEGRATION', 'PARTNERSHIP'] AS kind
CALL (kind) {
  MATCH (n:Need {tenant_id: $tenant_id, status: 'OPEN', kind: kind})
  WHERE n.id > ''
  RETURN count(n) AS needs
}
CALL (kind) {
  MATCH (o:Offer {tenant_id: $tenant_id, status: 'OPEN', kind: kind})
  WHERE o.id > ''
  RETURN coalesce(sum(CASE WHEN o.capacity > o.taken THEN o.capacity - o.taken ELSE 0 END), 0)
    AS places
}
RETURN kind, needs, places
