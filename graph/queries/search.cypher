// name: list_found_texts
// scope: tenant
// Reads titles and texts of found parties, needs and offers.
UNWIND $ids AS id
MATCH (n:Party|Need|Offer {id: id})
WHERE n.tenant_id = $tenant_id
RETURN id, coalesce(n.title, n.name) AS title, n.text AS text
