// name: add_documents
// scope: tenant
// Writes trusted documents; one whose id exists is left as it is, and returned as it is.
MATCH (t:Tenant {id: $tenant_id})
UNWIND $rows AS row
MERGE (d:TrustedDocument {id: $tenant_id + ':' + row.document_id})
ON CREATE SET d.tenant_id = $tenant_id, d.created_at = $now, d.document_id = row.document_id,
  d.name = row.name, d.text = row.text, d.sha256 = row.sha256
RETURN d {.id, .document_id, .sha256, is_new: d.created_at = $now} AS document

// name: get_document
// scope: tenant
// Reads a trusted document by its id, or by the SHA-256 of its text.
CALL () {
  MATCH (d:TrustedDocument {id: $tenant_id + ':' + $key})
  RETURN d
UNION
  MATCH (d:TrustedDocument {tenant_id: $tenant_id, sha256: $key})
  RETURN d
}
RETURN d {.*} AS document
LIMIT 1

// name: list_documents
// scope: tenant
// Reads the trusted documents of the tenant.
MATCH (d:TrustedDocument {tenant_id: $tenant_id})
WHERE d.id > ''
RETURN d {.*} AS document
ORDER BY d.name, d.id

// name: delete_documents
// scope: tenant
// Trusts documents no more.
UNWIND $document_ids AS document_id
MATCH (d:TrustedDocument {id: $tenant_id + ':' + document_id})
WITH d, d.document_id AS document_id
DELETE d
RETURN document_id
