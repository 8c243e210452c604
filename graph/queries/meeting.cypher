// name: lock_meeting
// scope: tenant
// Takes the lock of an engagement, and reads it with its meeting.
MATCH (e:Engagement {id: $id, tenant_id: $tenant_id})
SET e.locked_at = $now
RETURN e {.*} AS engagement

// name: propose_meeting
// scope: tenant
// Keeps the times that a side proposes, in the place of any before.
MATCH (e:Engagement {id: $id, tenant_id: $tenant_id})
SET e.meeting_by = $side, e.meeting_slots = $slots,
  e.meeting_version = coalesce(e.meeting_version, 0) + 1, e.updated_at = $now
RETURN e {.*} AS engagement

// name: lock_slot_mails
// scope: tenant
// Takes the locks of the mails that tell a side of times, so that none begins to leave meanwhile, and
// tells when the last one left. What a worker holds is leaving now.
MATCH (:Match {id: $match_id, tenant_id: $tenant_id})
  <-[:ABOUT]-(x:Outbox {kind: 'MEETING_SLOTS', side: $side})
WITH x ORDER BY x.id
SET x.locked_at = $now
WITH x, coalesce(x.leased_until > $now, false) AS is_held
WHERE is_held OR x.state IN ['SENDING', 'SENT', 'UNCERTAIN']
RETURN max(CASE WHEN is_held THEN $now ELSE coalesce(x.sent_at, x.due_at) END) AS left_at

// name: agree_on_meeting
// scope: tenant
// Keeps the time that was chosen; the sequence tells calendars which one is newer.
MATCH (e:Engagement {id: $id, tenant_id: $tenant_id})
SET e.meeting_at = $slot, e.meeting_by = null, e.meeting_slots = null,
  e.meeting_sequence = coalesce(e.meeting_sequence, 0) + 1,
  e.meeting_version = coalesce(e.meeting_version, 0) + 1, e.updated_at = $now
RETURN e {.*} AS engagement
