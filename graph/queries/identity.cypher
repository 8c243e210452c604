// name: get_mail_identity
// scope: tenant
// Reads how the tenant shows itself in its mails.
MATCH (:Tenant {id: $tenant_id})-[:SHOWS]->(i:MailIdentity)
RETURN i {.accent, .logo, .logo_type} AS identity

// name: save_mail_identity
// scope: tenant
// Writes how the tenant shows itself in its mails.
MATCH (t:Tenant {id: $tenant_id})
MERGE (t)-[:SHOWS]->(i:MailIdentity)
ON CREATE SET i.id = 'mail-identity:' + $tenant_id, i.tenant_id = $tenant_id, i.created_at = $now
SET i.accent = $accent, i.logo = $logo, i.logo_type = $logo_type, i.updated_at = $now
RETURN i {.accent, .logo, .logo_type} AS identity
