// name: list_asking_rules
// scope: tenant
// Reads how a network asks: its rules by kind or program, and whether it reviews in general.
MATCH (t:Tenant {id: $tenant_id})
OPTIONAL MATCH (r:AskingRule {tenant_id: $tenant_id})
RETURN r.subject AS subject, r.first_side AS first_side, r.cards AS cards,
  r.is_review_required AS is_review_required, coalesce(t.is_review_required, false) AS is_tenant_reviewing
ORDER BY subject

// name: set_asking_rule
// scope: tenant
// Writes the rule of a kind, or of a program.
OPTIONAL MATCH (g:Program {id: $subject, tenant_id: $tenant_id})
WITH g
WHERE $is_kind OR g IS NOT NULL
MERGE (r:AskingRule {id: $tenant_id + ':' + $subject})
ON CREATE SET r.tenant_id = $tenant_id, r.subject = $subject, r.created_at = $now
SET r.first_side = $first_side, r.cards = $cards, r.is_review_required = $is_review_required,
  r.updated_at = $now
RETURN r.id AS id
