// name: list_labels
// scope: tenant
// Reads one page of the matches somebody was asked about, newest first, with what learning needs.
// No draw decided where a card stood that staff put in order.
MATCH (m:Match)
WHERE m.tenant_id = $tenant_id AND m.id < $after AND m.proposed_at IS NOT NULL
WITH m
ORDER BY m.tenant_id DESC, m.id DESC
LIMIT $limit
OPTIONAL MATCH (s:Party {id: m.seeker_id, tenant_id: $tenant_id})
OPTIONAL MATCH (g:Party {id: m.giver_id, tenant_id: $tenant_id})
RETURN m {.id, .kind, .seeker_id, .giver_id, .features, .giver_features, .seeker_answer,
  .giver_answer, .position, .cards,
  propensity: CASE WHEN m.staff_rank IS NULL THEN m.propensity END, seeker_region: s.region, seeker_size: s.size,
  giver_region: g.region, giver_size: g.size} AS match
ORDER BY m.tenant_id DESC, m.id DESC
