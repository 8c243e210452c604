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

// name: agree_on_meeting
// scope: tenant
// Keeps the time that was chosen; the sequence tells calendars which one is newer.
MATCH (e:Engagement {id: $id, tenant_id: $tenant_id})
SET e.meeting_at = $slot, e.meeting_by = null, e.meeting_slots = null,
  e.meeting_sequence = coalesce(e.meeting_sequence, 0) + 1,
  e.meeting_version = coalesce(e.meeting_version, 0) + 1, e.updated_at = $now
RETURN e {.*} AS engagement
