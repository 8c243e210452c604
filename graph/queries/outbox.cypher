// name: enqueue_mails
// scope: tenant
// Writes mails that must be sent once and returns the new ones; a key that exists is left alone.
UNWIND $rows AS row
MERGE (x:Outbox {key: row.key})
ON CREATE SET x.id = row.id, x.tenant_id = $tenant_id, x.kind = row.kind, x.state = 'PENDING',
  x.recipient_id = row.recipient_id, x.side = row.side, x.match_ids = row.match_ids,
  x.cause = row.cause, x.message_id = row.message_id, x.attempts = 0, x.due_at = coalesce(row.due_at, $now),
  x.created_at = $now
WITH x, row
WHERE x.id = row.id
CALL (x, row) {
  UNWIND row.match_ids AS match_id
  MATCH (m:Match {id: match_id, tenant_id: $tenant_id})
  MERGE (x)-[:ABOUT]->(m)
  RETURN count(m) AS matches
}
RETURN x.id AS id

// name: list_due_mails
// scope: system
// Finds mails that may be sent now and that no worker holds, oldest first.
MATCH (x:Outbox {state: 'PENDING'})
WHERE x.due_at <= $now AND (x.leased_until IS NULL OR x.leased_until < $now)
RETURN x.id AS id, x.tenant_id AS tenant_id
ORDER BY x.due_at, x.id
LIMIT $limit

// name: claim_mail
// scope: tenant
// Takes the lease of a mail that is due; no record where another worker has it. The same claim
// again, after an answer that was lost, has it already.
MATCH (x:Outbox {id: $id, tenant_id: $tenant_id})
SET x.locked_at = $now
WITH x, coalesce(x.claimed_by = $claim, false) AS is_mine
WHERE x.state = 'PENDING' AND (is_mine OR x.due_at <= $now
  AND (x.leased_until IS NULL OR x.leased_until < $now))
SET x.leased_until = $leased_until, x.claimed_by = $claim,
  x.attempts = x.attempts + CASE WHEN is_mine THEN 0 ELSE 1 END
RETURN x {.*} AS row

// name: lock_asked_by_mail
// scope: tenant
// Takes the locks of the matches that a mail is about, and tells which its reader is still asked
// about.
MATCH (x:Outbox {id: $id, tenant_id: $tenant_id})-[:ABOUT]->(m:Match)
WITH x, m ORDER BY m.id
SET m.locked_at = $now
RETURN m.id AS id, coalesce(m.state = 'PROPOSED' AND m.asked_side = x.side, false) AS is_asked

// name: book_mail
// scope: tenant
// Notes when a claimed mail reaches its reader, and whether a digest is to bring it. Where that is
// later, it is given back as if it had never been claimed, and who is asked has all the time from then.
MATCH (x:Outbox {id: $id, tenant_id: $tenant_id})
SET x.locked_at = $now
WITH x, $due_at > $now AS is_later
WHERE x.state = 'PENDING' AND x.claimed_by = $claim
SET x.due_at = $due_at, x.waits_for_digest = $is_weekly
FOREACH (_ IN CASE WHEN is_later THEN [1] ELSE [] END |
  SET x.claimed_by = null, x.leased_until = null, x.attempts = x.attempts - 1)
WITH x, is_later
OPTIONAL MATCH (x)-[:ABOUT]->(m:Match {state: 'PROPOSED', asked_side: x.side})
WHERE is_later AND x.kind = 'MATCH_CARD'
SET m.proposed_at = $due_at
RETURN DISTINCT x.id AS id

// name: hold_told_mails
// scope: tenant
// Takes the cards, reminders and ends that a claimed digest tells under the digest's own claim, even
// from another worker: they leave with it, not by themselves. Who is asked has all the time from now.
MATCH (x:Outbox {id: $id, tenant_id: $tenant_id, claimed_by: $claim})-[:ABOUT]->(:Match)
  <-[:ABOUT]-(told:Outbox {recipient_id: x.recipient_id})
WHERE told.kind IN ['MATCH_CARD', 'REMINDER', 'EXPIRY']
WITH DISTINCT x, told ORDER BY told.id
SET told.locked_at = $now
WITH x, told
WHERE told.state = 'PENDING'
SET told.claimed_by = x.claimed_by, told.leased_until = x.leased_until, told.due_at = $now
WITH told
OPTIONAL MATCH (told)-[:ABOUT]->(m:Match {state: 'PROPOSED', asked_side: told.side})
WHERE told.kind = 'MATCH_CARD'
SET m.proposed_at = $now
RETURN DISTINCT told.id AS id

// name: mark_mail_sending
// scope: tenant
// Notes that the message is about to be handed over: from here on it may have been delivered, and
// what it tells with it. Only the newest claim may do so, and again where the answer was lost.
MATCH (x:Outbox {id: $id, tenant_id: $tenant_id})
SET x.locked_at = $now
WITH x
WHERE x.state IN ['PENDING', 'SENDING'] AND x.claimed_by = $claim
SET x.state = 'SENDING'
WITH x
OPTIONAL MATCH (x)-[:ABOUT]->(m:Match)<-[:ABOUT]-(told:Outbox {claimed_by: $claim})
WHERE CASE told.kind WHEN 'EXPIRY' THEN m.state = 'EXPIRED'
  ELSE m.state = 'PROPOSED' AND m.asked_side = told.side END
SET told.state = 'SENDING'
RETURN DISTINCT x.id AS id

// name: finish_mail
// scope: tenant
// Writes how the delivery of a mail ended, as the newest claim saw it: it knows better than a
// sweep that took it for lost. What a digest told left with it, or is given back.
MATCH (x:Outbox {id: $id, tenant_id: $tenant_id})
SET x.locked_at = $now
WITH x
WHERE x.state IN ['PENDING', 'SENDING', 'UNCERTAIN'] AND x.claimed_by = $claim
SET x.state = $state, x.error = $error, x.leased_until = null,
  x.due_at = coalesce($due_at, x.due_at),
  x.sent_at = CASE WHEN $state = 'SENT' THEN $now ELSE x.sent_at END
WITH x
OPTIONAL MATCH (x)-[:ABOUT]->(:Match)<-[:ABOUT]-(told:Outbox {claimed_by: $claim})
WITH x, collect(DISTINCT told) AS told
WITH x, told,
  [each IN told WHERE each.state <> 'PENDING' AND $state IN ['SENT', 'UNCERTAIN']] AS gone
FOREACH (each IN gone | SET each.state = $state, each.error = $error, each.sent_at = x.sent_at,
  each.leased_until = null)
FOREACH (each IN [each IN told WHERE NOT each IN gone] | SET each.state = 'PENDING',
  each.claimed_by = null, each.leased_until = null)
RETURN x {.*} AS row

// name: find_mail
// scope: system
// Finds whose mail a report is about, by the id in its Message-ID and by the whole of it.
MATCH (x:Outbox {id: $id})
WHERE x.message_id = $message_id
RETURN x.id AS id, x.tenant_id AS tenant_id

// name: note_bounce
// scope: tenant
// Notes that a mail came back, with what it told; no record where as much is known, or it is in no
// state of those that may come back.
MATCH (x:Outbox {id: $id, tenant_id: $tenant_id})
SET x.locked_at = $now
WITH x
WHERE x.state IN $states AND (x.bounce IS NULL OR x.bounce IN $weaker)
SET x.bounce = $bounce, x.bounced_at = $now
WITH x
OPTIONAL MATCH (x)-[:ABOUT]->(:Match)<-[:ABOUT]-(told:Outbox {claimed_by: x.claimed_by})
SET told.bounce = $bounce, told.bounced_at = $now
RETURN DISTINCT x {.*} AS row

// name: settle_lost_mails
// scope: system
// Gives up on mails whose worker was lost while handing over: they may or may not be delivered.
MATCH (x:Outbox {state: 'SENDING'})
WHERE x.due_at IS NOT NULL AND x.leased_until < $now
SET x.locked_at = $now
WITH x
WHERE x.state = 'SENDING' AND x.leased_until < $now
SET x.state = 'UNCERTAIN', x.error = 'the worker was lost while handing over', x.leased_until = null
RETURN count(x) AS settled

// name: get_mail
// scope: tenant
// Reads one row of the outbox.
MATCH (x:Outbox {id: $id, tenant_id: $tenant_id})
RETURN x {.*} AS row

// name: list_mails
// scope: tenant
// Reads one page of the outbox, newest first, of all or of some states.
MATCH (x:Outbox)
WHERE x.tenant_id = $tenant_id AND x.id < $after AND x.id > $before
  AND ($states IS NULL OR x.state IN $states)
RETURN x {.*} AS row
ORDER BY x.tenant_id DESC, x.id DESC
LIMIT $limit

// name: list_mails_ascending
// scope: tenant
// Reads one page of the outbox, oldest first, of all or of some states.
MATCH (x:Outbox)
WHERE x.tenant_id = $tenant_id AND x.id > $after AND x.id < $before
  AND ($states IS NULL OR x.state IN $states)
RETURN x {.*} AS row
ORDER BY x.tenant_id, x.id
LIMIT $limit

// name: count_mails
// scope: tenant
// Counts the mails that a list has.
MATCH (x:Outbox)
WHERE x.tenant_id = $tenant_id AND x.id > '' AND ($states IS NULL OR x.state IN $states)
RETURN count(x) AS count

// name: get_mails_by_ids
// scope: tenant
// Reads rows of the outbox by id, for loaders.
MATCH (x:Outbox)
WHERE x.id IN $ids AND x.tenant_id = $tenant_id
RETURN x {.*} AS row

// name: retry_mail
// scope: tenant
// Lets a mail whose delivery failed, or is in doubt, be tried again from the beginning, now.
MATCH (x:Outbox {id: $id, tenant_id: $tenant_id})
SET x.locked_at = $now
WITH x, x.state AS state_before
WHERE x.state IN $states
SET x.state = 'PENDING', x.due_at = $now, x.attempts = 0, x.leased_until = null,
  x.claimed_by = null, x.error = null
RETURN x {.*} AS row, state_before

// name: discard_mail
// scope: tenant
// Ends a mail whose delivery failed, or is in doubt, without another try.
MATCH (x:Outbox {id: $id, tenant_id: $tenant_id})
SET x.locked_at = $now
WITH x, x.state AS state_before
WHERE x.state IN $states
SET x.state = 'SUPPRESSED', x.error = 'DISCARDED', x.claimed_by = null, x.leased_until = null
RETURN x {.*} AS row, state_before

// name: count_mails_by_state
// scope: tenant
// Counts the tenant's mails in each state.
MATCH (x:Outbox {tenant_id: $tenant_id})
WHERE x.id > ''
RETURN x.state AS state, count(x) AS count

// name: get_oldest_due_mail
// scope: system
// Tells since when the oldest mail waits, for monitoring.
MATCH (x:Outbox {state: 'PENDING'})
RETURN min(x.due_at) AS due_at
