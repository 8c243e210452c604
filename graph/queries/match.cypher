// name: store_matches
// scope: tenant
// Writes suggestions; a pair that is already open keeps its state, and its card is refreshed
// only while nobody was asked.
UNWIND $rows AS row
MATCH (n:Need {id: row.need_id, tenant_id: $tenant_id})
MATCH (o:Offer {id: row.offer_id, tenant_id: $tenant_id})
SET n.locked_at = $now
WITH row, n, o
WHERE n.status = 'OPEN'
MERGE (m:Match {open_pair: row.need_id + '|' + row.offer_id})
ON CREATE SET m.id = row.id, m.tenant_id = $tenant_id, m.need_id = n.id, m.offer_id = o.id,
  m.seeker_id = n.party_id, m.giver_id = o.party_id, m.kind = n.kind, m.state = 'SUGGESTED',
  m.created_at = $now
MERGE (m)-[:OF]->(n)
MERGE (m)-[:WITH]->(o)
WITH m, n, row
WHERE m.state = 'SUGGESTED'
SET m.run_id = row.run_id, m.rank = row.rank, m.probability = row.probability,
  m.reasons = row.reasons, m.giver_reasons = row.giver_reasons, m.reservation = row.reservation,
  m.features = row.features, m.giver_features = row.giver_features,
  m.position = row.position, m.cards = row.cards, m.propensity = row.propensity,
  m.updated_at = $now, n.matched_at = $now
RETURN m.id AS id

// name: withdraw_stale_suggestions
// scope: tenant
// Withdraws the suggestions of these needs that the newest matching did not renew.
UNWIND $need_ids AS need_id
MATCH (m:Match {tenant_id: $tenant_id})-[:OF]->(:Need {id: need_id})
WHERE m.state = 'SUGGESTED' AND m.updated_at < $now
SET m.locked_at = $now
WITH m
WHERE m.state = 'SUGGESTED' AND m.updated_at < $now
SET m.state = 'WITHDRAWN', m.decline_reason = 'REPLACED', m.updated_at = $now
REMOVE m.open_pair
RETURN m.id AS id

// name: mark_needs_matched
// scope: tenant
// Notes that these needs were looked at, and why nothing was found where it was not; ends their
// waiting tasks.
UNWIND $need_ids AS need_id
MATCH (n:Need {id: need_id, tenant_id: $tenant_id})
SET n.matched_at = $now, n.abstention = $abstentions[need_id]
WITH n
OPTIONAL MATCH (t:Task {id: 'MATCH:' + n.id})
WHERE t.touched_at <= $started_at
DETACH DELETE t
RETURN count(n) AS marked

// name: list_needs_waiting_for_match
// scope: tenant
// Reads the needs that wait for their online match.
MATCH (t:Task)
WHERE t.kind = 'MATCH' AND t.due_at <= $now AND t.tenant_id = $tenant_id
RETURN t.subject_id AS need_id
ORDER BY t.due_at, t.id
LIMIT $limit

// name: list_past_pairs
// scope: tenant
// Reads which pairs were proposed since a date, and which were declined or rejected by staff.
MATCH (m:Match {tenant_id: $tenant_id})
WHERE m.id > '' AND (m.proposed_at >= $since OR m.rejected_at >= $since OR m.state = 'ACCEPTED')
RETURN m.need_id AS need_id, m.offer_id AS offer_id, m.proposed_at AS proposed_at,
  CASE m.state WHEN 'DECLINED' THEN m.answered_at ELSE m.rejected_at END AS declined_at,
  CASE m.state WHEN 'ACCEPTED' THEN m.answered_at END AS accepted_at

// name: list_past_pairs_by_needs
// scope: tenant
// Reads the same of some needs.
UNWIND $need_ids AS need_id
MATCH (m:Match {tenant_id: $tenant_id})-[:OF]->(:Need {id: need_id})
WHERE m.proposed_at >= $since OR m.rejected_at >= $since OR m.state = 'ACCEPTED'
RETURN m.need_id AS need_id, m.offer_id AS offer_id, m.proposed_at AS proposed_at,
  CASE m.state WHEN 'DECLINED' THEN m.answered_at ELSE m.rejected_at END AS declined_at,
  CASE m.state WHEN 'ACCEPTED' THEN m.answered_at END AS accepted_at

// name: list_answer_counts
// scope: tenant
// Counts how often each party was asked and said yes.
MATCH (m:Match {tenant_id: $tenant_id})
WHERE m.id > '' AND m.proposed_at IS NOT NULL
UNWIND [{id: m.seeker_id, answer: m.seeker_answer}, {id: m.giver_id, answer: m.giver_answer}] AS a
WITH a WHERE a.answer IS NOT NULL
RETURN a.id AS party_id, count(*) AS asked,
  sum(CASE a.answer WHEN 'ACCEPT' THEN 1 ELSE 0 END) AS accepted

// name: list_answer_counts_by_parties
// scope: tenant
// Counts how often each of some parties was asked and said yes.
UNWIND $party_ids AS party_id
MATCH (:Party {id: party_id, tenant_id: $tenant_id})-[:SEEKS|GIVES]->()<-[:OF|WITH]-(m:Match)
WHERE m.proposed_at IS NOT NULL
WITH party_id, CASE party_id WHEN m.seeker_id THEN m.seeker_answer ELSE m.giver_answer END AS answer
WHERE answer IS NOT NULL
RETURN party_id, count(*) AS asked,
  sum(CASE answer WHEN 'ACCEPT' THEN 1 ELSE 0 END) AS accepted

// name: list_shown_counts
// scope: tenant
// Counts the cards of each party since a date, answered or not: those it got and those about it.
MATCH (m:Match {tenant_id: $tenant_id})
WHERE m.id > '' AND m.proposed_at >= $since AND m.proposed_at <= $now
UNWIND [m.seeker_id, m.giver_id] AS party_id
RETURN party_id, count(*) AS shown

// name: list_shown_counts_by_parties
// scope: tenant
// Counts the cards of each of some parties since a date.
UNWIND $party_ids AS party_id
MATCH (:Party {id: party_id, tenant_id: $tenant_id})-[:SEEKS|GIVES]->()<-[:OF|WITH]-(m:Match)
WHERE m.proposed_at >= $since AND m.proposed_at <= $now
RETURN party_id, count(*) AS shown

// name: list_outcomes
// scope: tenant
// Reads how probable the newest answered matches were, and whether both sides said yes.
MATCH (m:Match {tenant_id: $tenant_id})
WHERE m.id > '' AND m.state IN ['ACCEPTED', 'DECLINED'] AND m.proposed_at IS NOT NULL
  AND coalesce(m.answered_at, m.proposed_at) <= $now
RETURN m.kind AS kind, m.probability AS probability, m.state = 'ACCEPTED' AS is_accepted
ORDER BY m.id DESC
LIMIT $limit

// name: get_matches_by_ids
// scope: tenant
// Reads matches by id.
MATCH (m:Match)
WHERE m.id IN $ids AND m.tenant_id = $tenant_id
RETURN collect({match: m {.*, proposed_at: toString(m.proposed_at), answered_at: toString(m.answered_at),
  created_at: toString(m.created_at), updated_at: toString(m.updated_at), locked_at: null}}) AS rows

// name: list_matches
// scope: tenant
// Reads one page of matches, newest first, after the given id.
MATCH (m:Match)
WHERE m.tenant_id = $tenant_id AND m.id < $after AND m.id > $before
  AND ($states IS NULL OR m.state IN $states)
  AND ($need_id IS NULL OR m.need_id = $need_id)
  AND ($offer_id IS NULL OR m.offer_id = $offer_id)
WITH m
ORDER BY m.tenant_id DESC, m.id DESC
LIMIT $limit
RETURN collect({match: m {.*, proposed_at: toString(m.proposed_at), answered_at: toString(m.answered_at),
  created_at: toString(m.created_at), updated_at: toString(m.updated_at), locked_at: null}}) AS rows

// name: list_matches_ascending
// scope: tenant
// Reads one page of matches, oldest first, after the given id.
MATCH (m:Match)
WHERE m.tenant_id = $tenant_id AND m.id > $after AND m.id < $before
  AND ($states IS NULL OR m.state IN $states)
  AND ($need_id IS NULL OR m.need_id = $need_id)
  AND ($offer_id IS NULL OR m.offer_id = $offer_id)
WITH m
ORDER BY m.tenant_id, m.id
LIMIT $limit
RETURN collect({match: m {.*, proposed_at: toString(m.proposed_at), answered_at: toString(m.answered_at),
  created_at: toString(m.created_at), updated_at: toString(m.updated_at), locked_at: null}}) AS rows

// name: count_matches
// scope: tenant
// Counts the matches that a list has.
MATCH (m:Match)
WHERE m.tenant_id = $tenant_id AND m.id > ''
  AND ($states IS NULL OR m.state IN $states)
  AND ($need_id IS NULL OR m.need_id = $need_id)
  AND ($offer_id IS NULL OR m.offer_id = $offer_id)
RETURN count(m) AS count

// name: list_matches_of_party
// scope: tenant
// Reads one page of the matches that a party may see, newest first, after the given id; see
// `list_visible_ids`.
MATCH (t:Tenant {id: $tenant_id})
MATCH (:Party {id: $party_id, tenant_id: $tenant_id})-[:SEEKS|GIVES]->()<-[:OF|WITH]-(m:Match)
WHERE m.tenant_id = $tenant_id AND m.id < $after AND m.id > $before
  AND ($states IS NULL OR m.state IN $states)
  AND ($need_id IS NULL OR m.need_id = $need_id)
  AND ($offer_id IS NULL OR m.offer_id = $offer_id)
  AND (m.seeker_id = $party_id
      AND (m.proposed_at IS NOT NULL OR m.state = 'SUGGESTED' AND NOT t.is_review_required)
    OR m.giver_id = $party_id
      AND (m.asked_side = 'GIVER' OR m.giver_answer IS NOT NULL OR m.state = 'ACCEPTED'))
WITH DISTINCT m
ORDER BY m.id DESC
LIMIT $limit
RETURN collect({match: m {.*, proposed_at: toString(m.proposed_at), answered_at: toString(m.answered_at),
  created_at: toString(m.created_at), updated_at: toString(m.updated_at), locked_at: null}}) AS rows

// name: list_matches_of_party_ascending
// scope: tenant
// Reads one page of the matches that a party may see, oldest first, after the given id.
MATCH (t:Tenant {id: $tenant_id})
MATCH (:Party {id: $party_id, tenant_id: $tenant_id})-[:SEEKS|GIVES]->()<-[:OF|WITH]-(m:Match)
WHERE m.tenant_id = $tenant_id AND m.id > $after AND m.id < $before
  AND ($states IS NULL OR m.state IN $states)
  AND ($need_id IS NULL OR m.need_id = $need_id)
  AND ($offer_id IS NULL OR m.offer_id = $offer_id)
  AND (m.seeker_id = $party_id
      AND (m.proposed_at IS NOT NULL OR m.state = 'SUGGESTED' AND NOT t.is_review_required)
    OR m.giver_id = $party_id
      AND (m.asked_side = 'GIVER' OR m.giver_answer IS NOT NULL OR m.state = 'ACCEPTED'))
WITH DISTINCT m
ORDER BY m.id
LIMIT $limit
RETURN collect({match: m {.*, proposed_at: toString(m.proposed_at), answered_at: toString(m.answered_at),
  created_at: toString(m.created_at), updated_at: toString(m.updated_at), locked_at: null}}) AS rows

// name: count_matches_of_party
// scope: tenant
// Counts the matches that a list of a party has.
MATCH (t:Tenant {id: $tenant_id})
MATCH (:Party {id: $party_id, tenant_id: $tenant_id})-[:SEEKS|GIVES]->()<-[:OF|WITH]-(m:Match)
WHERE m.tenant_id = $tenant_id
  AND ($states IS NULL OR m.state IN $states)
  AND ($need_id IS NULL OR m.need_id = $need_id)
  AND ($offer_id IS NULL OR m.offer_id = $offer_id)
  AND (m.seeker_id = $party_id
      AND (m.proposed_at IS NOT NULL OR m.state = 'SUGGESTED' AND NOT t.is_review_required)
    OR m.giver_id = $party_id
      AND (m.asked_side = 'GIVER' OR m.giver_answer IS NOT NULL OR m.state = 'ACCEPTED'))
RETURN count(DISTINCT m) AS count

// name: list_suggestions_by_needs
// scope: tenant
// Reads the open matches of needs, best first, for loaders.
UNWIND $ids AS id
CALL (id) {
  MATCH (m:Match {tenant_id: $tenant_id})-[:OF]->(:Need {id: id})
  WHERE m.state IN ['SUGGESTED', 'REVIEWED', 'PROPOSED', 'ACCEPTED']
  RETURN m
  ORDER BY m.staff_rank, m.rank, m.id
  LIMIT $limit
}
RETURN collect({id: id, match: m {.*, proposed_at: toString(m.proposed_at), answered_at: toString(m.answered_at),
  created_at: toString(m.created_at), updated_at: toString(m.updated_at), locked_at: null}}) AS rows

// name: list_suggestions_by_offers
// scope: tenant
// Reads the open matches of offers, most probable first, for loaders.
UNWIND $ids AS id
CALL (id) {
  MATCH (m:Match {tenant_id: $tenant_id})-[:WITH]->(:Offer {id: id})
  WHERE m.state IN ['SUGGESTED', 'REVIEWED', 'PROPOSED', 'ACCEPTED']
  RETURN m
  ORDER BY m.probability DESC, m.id
  LIMIT $limit
}
RETURN collect({id: id, match: m {.*, proposed_at: toString(m.proposed_at), answered_at: toString(m.answered_at),
  created_at: toString(m.created_at), updated_at: toString(m.updated_at), locked_at: null}}) AS rows

// name: count_matches_by_state
// scope: tenant
// Counts the tenant's matches in each state.
MATCH (m:Match {tenant_id: $tenant_id})
WHERE m.id > ''
RETURN m.state AS state, count(m) AS count

// name: list_proposable
// scope: tenant
// Finds needs with suggestions nobody was asked about, while nobody is asked about the need.
MATCH (m:Match {tenant_id: $tenant_id})-[:OF]->(n:Need {status: 'OPEN'})
WHERE m.id > '' AND m.state IN ['SUGGESTED', 'REVIEWED']
  AND ($need_ids IS NULL OR n.id IN $need_ids)
  AND NOT EXISTS {(:Match {state: 'PROPOSED'})-[:OF]->(n)}
RETURN DISTINCT n.id AS need_id
ORDER BY need_id

// name: lock_needs_to_ask
// scope: tenant
// Takes the locks of needs and their suggestions, and reads which of these fit now: a place is
// free, nobody has left or paused, no side has excluded the other, the giver is not asked too often.
UNWIND $need_ids AS need_id
MATCH (n:Need {id: need_id, tenant_id: $tenant_id})
SET n.locked_at = $now
WITH n
WHERE n.status = 'OPEN' AND NOT EXISTS {(:Match {state: 'PROPOSED'})-[:OF]->(n)}
MATCH (m:Match {tenant_id: $tenant_id})-[:OF]->(n)
WHERE m.state IN ['SUGGESTED', 'REVIEWED']
SET m.locked_at = $now
WITH n, m
MATCH (m)-[:WITH]->(o:Offer {status: 'OPEN'})
MATCH (s:Party {id: n.party_id})
MATCH (g:Party {id: o.party_id})
WHERE m.state IN ['SUGGESTED', 'REVIEWED'] AND o.taken < o.capacity
  AND NOT coalesce(s.is_opted_out, false) AND NOT coalesce(g.is_opted_out, false)
  AND coalesce(s.refused_email <> s.email, true) AND coalesce(g.refused_email <> g.email, true)
  AND (s.paused_until IS NULL OR s.paused_until < $now)
  AND (g.paused_until IS NULL OR g.paused_until < $now)
  AND NOT EXISTS {
    MATCH (s)-[x:EXCLUDES]-(g) WHERE x.until IS NULL OR x.until >= date($now)}
  AND NOT left(coalesce(g.sector, ''), 2) IN coalesce(s.excluded_sectors, [])
  AND NOT left(coalesce(s.sector, ''), 2) IN coalesce(g.excluded_sectors, [])
  AND COUNT {(:Outbox {recipient_id: g.id, kind: 'MATCH_CARD', state: 'PENDING'})} < $most_waiting
MATCH (t:Tenant {id: $tenant_id})
WITH n, m, s, g, t
ORDER BY m.staff_rank, m.rank, m.id
RETURN n.id AS need_id, n.kind AS kind, n.program_ids AS program_ids,
  coalesce(t.has_quiet_hours, true) AS has_quiet_hours,
  s {.id, .email_key, .time_zone, .departement, .quiet_from, .quiet_until} AS seeker,
  collect({match_id: m.id, state: m.state, staff_rank: m.staff_rank,
    position: coalesce(m.position, m.rank),
    giver: g {.id, .email_key, .time_zone, .departement, .quiet_from, .quiet_until}}) AS found
ORDER BY need_id

// name: propose_matches
// scope: tenant
// Asks one side: suggestions of needs that nobody is asked about become proposals, under the
// needs' locks.
UNWIND $rows AS row
MATCH (m:Match {id: row.match_id, tenant_id: $tenant_id})-[:OF]->(n:Need)
SET n.locked_at = $now
SET m.locked_at = $now
WITH m, n, row
WHERE m.state IN ['SUGGESTED', 'REVIEWED'] AND n.status = 'OPEN'
  AND NOT EXISTS {(:Match {state: 'PROPOSED'})-[:OF]->(n)}
SET m.state = 'PROPOSED', m.asked_side = row.side, m.proposed_at = row.asked_at,
  m.updated_at = $now
RETURN m.id AS id

// name: lock_match
// scope: tenant
// Takes the write locks of an answer, always in the same order: offer, need, match.
MATCH (m:Match {id: $id, tenant_id: $tenant_id})-[:WITH]->(o:Offer)
MATCH (m)-[:OF]->(n:Need)
SET o.locked_at = $now
SET n.locked_at = $now
SET m.locked_at = $now
RETURN m.id AS id

// name: get_match_for_answer
// scope: tenant
// Reads what decides an answer; call it after `lock_match` in the same transaction.
MATCH (m:Match {id: $id, tenant_id: $tenant_id})-[:WITH]->(o:Offer)
MATCH (m)-[:OF]->(n:Need)
RETURN m {.*} AS match, o.taken AS taken, o.capacity AS capacity, n.status AS need_status

// name: apply_transition
// scope: tenant
// Moves a match to a new state with the answers of both sides; who is asked has all the time from then.
MATCH (m:Match {id: $id, tenant_id: $tenant_id})
SET m.state = $state, m.asked_side = $asked_side, m.seeker_answer = $seeker_answer,
  m.giver_answer = $giver_answer, m.decline_reason = $decline_reason,
  m.decline_text = $decline_text, m.answered_at = $now, m.updated_at = $now,
  m.proposed_at = coalesce($asked_at, m.proposed_at),
  m.rejected_at = CASE WHEN $is_rejected THEN $now ELSE m.rejected_at END,
  m.reminded_at = CASE WHEN $asked_at IS NULL THEN m.reminded_at ELSE null END
FOREACH (_ IN CASE WHEN $state IN ['DECLINED', 'EXPIRED', 'WITHDRAWN'] THEN [1] ELSE [] END |
  REMOVE m.open_pair)
RETURN m {.*} AS match

// name: take_place
// scope: tenant
// Takes one place of the offer and closes the need as accepted.
MATCH (m:Match {id: $id, tenant_id: $tenant_id})-[:WITH]->(o:Offer)
MATCH (m)-[:OF]->(n:Need)
SET o.taken = o.taken + 1, o.updated_at = $now, n.status = 'ACCEPTED', n.updated_at = $now
RETURN o.capacity - o.taken AS free

// name: withdraw_unfit
// scope: tenant
// Withdraws open matches that no longer fit: of the accepted need, and of an offer without places.
MATCH (m:Match {id: $id, tenant_id: $tenant_id})-[:WITH]->(o:Offer)
MATCH (m)-[:OF]->(n:Need)
CALL (n, o) {
  MATCH (other:Match)-[:OF]->(n)
  RETURN other
UNION
  MATCH (other:Match)-[:WITH]->(o)
  WHERE o.taken >= o.capacity
  RETURN other
}
WITH other
WHERE other.tenant_id = $tenant_id AND other.state IN ['SUGGESTED', 'REVIEWED', 'PROPOSED']
SET other.state = 'WITHDRAWN', other.decline_reason = 'NO_LONGER_AVAILABLE', other.updated_at = $now
REMOVE other.open_pair
RETURN other.id AS id, other.need_id AS need_id

// name: withdraw_by_subject
// scope: tenant
// Withdraws the open matches of a need or an offer that was closed.
MATCH (m:Match {tenant_id: $tenant_id})-[:OF|WITH]->(x:Need|Offer {id: $subject_id})
WHERE m.state IN ['SUGGESTED', 'REVIEWED', 'PROPOSED']
SET m.state = 'WITHDRAWN', m.decline_reason = 'CLOSED', m.updated_at = $now
REMOVE m.open_pair
RETURN m.id AS id, m.need_id AS need_id

// name: request_matching
// scope: tenant
// Asks for the online match of needs that are still open.
UNWIND $need_ids AS need_id
MATCH (n:Need {id: need_id, tenant_id: $tenant_id})
SET n.locked_at = $now
WITH n
WHERE n.status = 'OPEN'
MERGE (t:Task {id: 'MATCH:' + n.id})
SET t.tenant_id = $tenant_id, t.kind = 'MATCH', t.subject_id = n.id, t.touched_at = $now,
  t.due_at = $now, t.attempts = 0
RETURN n.id AS need_id

// name: list_expired_proposals
// scope: system
// Finds proposals that nobody answered in time.
MATCH (m:Match {state: 'PROPOSED'})
WHERE m.proposed_at < $before
RETURN m.id AS id, m.tenant_id AS tenant_id
LIMIT $limit

// name: list_unreminded_mails
// scope: system
// Finds mails that arrived some days ago and whose reader neither answered nor was reminded.
MATCH (m:Match {state: 'PROPOSED'})
WHERE m.proposed_at < $before AND m.reminded_at IS NULL
MATCH (x:Outbox {kind: 'MATCH_CARD', side: m.asked_side})-[:ABOUT]->(m)
WHERE x.state IN ['SENT', 'UNCERTAIN'] AND x.bounce IS NULL
  AND coalesce(x.sent_at, x.due_at) < $before
RETURN DISTINCT x.id AS id, x.tenant_id AS tenant_id
LIMIT $limit

// name: mark_reminded
// scope: tenant
// Marks the proposals of a mail that are still open as those that their reader is reminded of.
MATCH (x:Outbox {id: $mail_id, tenant_id: $tenant_id})-[:ABOUT]->(m:Match)
SET m.locked_at = $now
WITH x, m
WHERE m.state = 'PROPOSED' AND m.asked_side = x.side AND m.reminded_at IS NULL
  AND m.proposed_at < $before
SET m.reminded_at = $now
WITH x, collect(m.id) AS still_open
RETURN x.recipient_id AS recipient_id, x.side AS side,
  [id IN x.match_ids WHERE id IN still_open] AS match_ids

// name: list_tenants_with_tasks
// scope: system
// Names the tenants that have work of a kind waiting.
MATCH (t:Task {kind: $kind})
WHERE t.due_at <= $now
RETURN DISTINCT t.tenant_id AS tenant_id

// name: postpone_matching
// scope: tenant
// Lets a need wait longer for its online match.
MATCH (t:Task {id: 'MATCH:' + $need_id, tenant_id: $tenant_id})
SET t.due_at = $due_at, t.attempts = t.attempts + 1
RETURN t.id AS id
