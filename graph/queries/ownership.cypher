// name: list_owned_ids
// scope: tenant
// Tells which of some ids are a party's own: itself, its needs, offers and searches.
UNWIND $ids AS id
MATCH (x:Party|Need|Offer|SavedSearch {id: id, tenant_id: $tenant_id})
WHERE x.id = $party_id OR x.party_id = $party_id
RETURN id

// name: list_visible_ids
// scope: tenant
// Tells which of some ids a party may see: its own, the other sides of its matches, and incubators.
// Of a match, the seeker sees what the staff let out, the giver what they were asked about.
MATCH (t:Tenant {id: $tenant_id})
UNWIND $ids AS id
MATCH (x:Party|Need|Offer|Match|Engagement|SavedSearch {id: id})
WHERE x.tenant_id = $tenant_id
  AND (x.id = $party_id OR x.party_id = $party_id OR x:Incubator
    OR x:Engagement AND $party_id IN [x.seeker_id, x.giver_id]
    OR EXISTS {
      MATCH (:Party {id: $party_id})-[:SEEKS|GIVES]->()<-[:OF|WITH]-(m:Match {tenant_id: $tenant_id})
      WHERE (m = x OR m.need_id = x.id OR m.offer_id = x.id OR x.id IN [m.seeker_id, m.giver_id])
        AND (m.seeker_id = $party_id
            AND (m.proposed_at IS NOT NULL OR m.state = 'SUGGESTED' AND NOT t.is_review_required)
          OR m.giver_id = $party_id
            AND (m.asked_side = 'GIVER' OR m.giver_answer IS NOT NULL OR m.state = 'ACCEPTED'))
    })
RETURN id

// name: list_met_ids
// scope: tenant
// Tells which of some parties a party has met: itself, and whom it has an engagement with.
UNWIND $ids AS id
MATCH (x:Party {id: id, tenant_id: $tenant_id})
WHERE id = $party_id OR EXISTS {
  MATCH (:Engagement {tenant_id: $tenant_id, seeker_id: id, giver_id: $party_id})
} OR EXISTS {
  MATCH (:Engagement {tenant_id: $tenant_id, seeker_id: $party_id, giver_id: id})
}
RETURN id
