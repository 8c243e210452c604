// name: create_tenant
// scope: system
// Writes a tenant; a slug that exists returns the tenant it names, unchanged.
MERGE (t:Tenant {slug: $slug})
ON CREATE SET t.id = $id, t.name = $name, t.language = $language, t.reply_to = $reply_to,
  t.is_review_required = $is_review_required, t.has_quiet_hours = $has_quiet_hours,
  t.created_at = $now, t.updated_at = $now
RETURN t {.*} AS tenant

// name: get_tenant_by_slug
// scope: system
// Reads the tenant with this slug.
MATCH (t:Tenant {slug: $slug})
RETURN t {.*} AS tenant

// name: get_tenant
// scope: tenant
// Reads the tenant itself.
MATCH (t:Tenant {id: $tenant_id})
RETURN t {.*} AS tenant

// name: list_tenants
// scope: system
// Reads all tenants, for jobs that serve each of them.
MATCH (t:Tenant)
RETURN t {.*} AS tenant
ORDER BY t.id

// name: set_reply_to
// scope: tenant
// Writes where readers of the tenant's mails answer to.
MATCH (t:Tenant {id: $tenant_id})
SET t.reply_to = $reply_to, t.updated_at = $now
RETURN t {.*} AS tenant

// name: create_api_key
// scope: tenant
// Writes a key of the tenant; only its hash is kept.
MATCH (t:Tenant {id: $tenant_id})
CREATE (k:ApiKey {id: $id, tenant_id: $tenant_id, name: $name, hint: $hint, hash: $hash,
  scopes: $scopes, created_at: $now, expires_at: $expires_at, documents: $documents})-[:OPENS]->(t)
RETURN k {.*, hash: null} AS key

// name: get_api_key_by_hash
// scope: system
// Signs in: finds the key, whoever's it is, if it is neither revoked nor expired.
MATCH (k:ApiKey {hash: $hash})
WHERE k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > $now)
RETURN k {.*, hash: null} AS key

// name: list_api_keys
// scope: tenant
// Reads the tenant's keys without their hashes.
MATCH (k:ApiKey {tenant_id: $tenant_id})
RETURN k {.*, hash: null} AS key
ORDER BY k.id

// name: revoke_api_key
// scope: tenant
// Ends a key; ending it twice keeps the first date.
MATCH (k:ApiKey {id: $id, tenant_id: $tenant_id})
SET k.revoked_at = coalesce(k.revoked_at, $now)
RETURN k {.*, hash: null} AS key

// name: expire_api_key
// scope: tenant
// Sets a key's last moment; one that comes earlier already is kept.
MATCH (k:ApiKey {id: $id, tenant_id: $tenant_id})
SET k.expires_at = CASE WHEN k.expires_at < $expires_at THEN k.expires_at ELSE $expires_at END
RETURN k {.*, hash: null} AS key

// name: erase_tenant
// scope: tenant
// Removes a network with everything that is its own.
MATCH (n)
WHERE n.tenant_id = $tenant_id OR n:Tenant AND n.id = $tenant_id
DETACH DELETE n
