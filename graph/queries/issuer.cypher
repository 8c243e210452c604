// name: upsert_issuer
// scope: tenant
// Writes a sign-in service of the tenant; the same address and audience are the same service.
MATCH (t:Tenant {id: $tenant_id})
MERGE (i:Issuer {url: $url, audience: $audience})
ON CREATE SET i.id = $id, i.tenant_id = $tenant_id, i.created_at = $now
WITH i
WHERE i.tenant_id = $tenant_id
SET i += $properties, i.updated_at = $now
RETURN i {.*} AS issuer

// name: list_issuers
// scope: tenant
// Reads the sign-in services of the tenant.
MATCH (i:Issuer {tenant_id: $tenant_id})
WHERE i.id > ''
RETURN i {.*} AS issuer
ORDER BY i.id

// name: delete_issuer
// scope: tenant
// Ends the trust in a sign-in service.
MATCH (i:Issuer {id: $id, tenant_id: $tenant_id})
WITH i, i {.*} AS issuer
DELETE i
RETURN issuer

// name: list_issuers_by_url
// scope: system
// Signs in: finds who trusts an issuer; the audience then tells the network.
MATCH (i:Issuer {url: $url})
WHERE i.audience IS NOT NULL
RETURN i {.*} AS issuer
ORDER BY i.id

// name: get_party_by_external_key
// scope: tenant
// Finds whom a signed-in person stands for.
MATCH (p:Party {tenant_id: $tenant_id, external_key: $external_key})
RETURN p.id AS id, p.kind AS kind
