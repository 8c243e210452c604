// name: upsert_program
// scope: tenant
// Writes a program: a cohort with its dates; an open date is null.
MERGE (g:Program {id: $id})
ON CREATE SET g.tenant_id = $tenant_id, g.created_at = $now
WITH g
WHERE g.tenant_id = $tenant_id
SET g.name = $name, g.starts_on = $starts_on, g.ends_on = $ends_on, g.updated_at = $now
RETURN g {.*} AS program

// name: list_programs
// scope: tenant
// Reads the tenant's programs.
MATCH (g:Program {tenant_id: $tenant_id})
WHERE g.id > ''
RETURN g {.*} AS program
ORDER BY g.id
