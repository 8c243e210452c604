// name: upsert_reference_skills
// scope: reference
// Writes the shared skill taxonomy with its parents.
UNWIND $rows AS row
MERGE (s:Skill {id: row.id})
SET s.fr = row.fr, s.en = row.en
WITH s, row WHERE row.parent IS NOT NULL
MERGE (parent:Skill {id: row.parent})
MERGE (s)-[:PART_OF]->(parent)

// name: upsert_sectors
// scope: reference
// Writes NAF sections and divisions.
UNWIND $rows AS row
MERGE (s:Sector {id: row.id})
SET s.fr = row.fr, s.en = row.en
WITH s, row WHERE row.parent IS NOT NULL
MERGE (parent:Sector {id: row.parent})
MERGE (s)-[:PART_OF]->(parent)

// name: upsert_places
// scope: reference
// Writes regions and départements with their centers.
UNWIND $rows AS row
MERGE (p:Place {id: row.id})
SET p.fr = row.fr, p.en = row.en, p.latitude = row.latitude, p.longitude = row.longitude
WITH p, row WHERE row.parent IS NOT NULL
MERGE (parent:Place {id: row.parent})
MERGE (p)-[:PART_OF]->(parent)

// name: upsert_tenant_skills
// scope: tenant
// Writes skills of the tenant's own, beside the taxonomy.
UNWIND $rows AS row
MERGE (s:Skill {id: row.id})
ON CREATE SET s.tenant_id = $tenant_id, s.fr = row.fr, s.en = row.en
RETURN count(s) AS written

// name: list_skills
// scope: tenant
// Reads the shared taxonomy and the tenant's own skills.
MATCH (s:Skill)
WHERE s.tenant_id IS NULL OR s.tenant_id = $tenant_id
WITH s
ORDER BY s.id
RETURN collect({skill: s {.id, .fr, .en, parent_id: head([(s)-[:PART_OF]->(p) | p.id])}}) AS rows

// name: list_sectors
// scope: reference
// Reads NAF sections and divisions.
MATCH (s:Sector)
WITH s
ORDER BY s.id
RETURN collect({sector: s {.id, .fr, .en, parent_id: head([(s)-[:PART_OF]->(p) | p.id])}}) AS rows

// name: list_places
// scope: reference
// Reads regions and départements.
MATCH (p:Place)
WITH p
ORDER BY p.id
RETURN collect({place: p {.*, parent_id: head([(p)-[:PART_OF]->(r) | r.id])}}) AS rows
