// name: list_memberships
// scope: tenant
// Reads which incubators the given parties are members of.
UNWIND $ids AS id
MATCH (p:Party {id: id, tenant_id: $tenant_id})-[:MEMBER_OF]->(i:Party {tenant_id: $tenant_id})
RETURN p.id AS party_id, i.id AS incubator_id

// name: list_relations
// scope: tenant
// Reads what the given parties are related to, and how.
UNWIND $ids AS id
MATCH (a:Party {id: id, tenant_id: $tenant_id})
  -[r:BACKED_BY|COMPETES_WITH|EXCLUDES|OWNED_BY|RELATED_TO|WORKED_WITH]->
  (b:Party {tenant_id: $tenant_id})
RETURN a.id AS from_id, b.id AS to_id, coalesce(r.kind, type(r)) AS kind, r.reason AS reason,
  r.until AS until
