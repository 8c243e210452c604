// name: upsert_program
// scope: tenant
// Writes a program: a cohort with its dates; an open date is null.
MERGE (g:Program {id: $id})
ON CREATE SET g.tenant_id = $tenant_id, g.created_at = $now
WITH g
WHERE g.tenant_id = $tenant_id
SET g.name = $name, g.starts_on = $starts_on, g.ends_on = $ends_on, g.updated_at = $now
RETURN g {.*} AS program

// name: list_all_programs
// scope: tenant
// Reads the tenant's programs, all of them: the matcher asks which of them run.
MATCH (g:Program {tenant_id: $tenant_id})
WHERE g.id > ''
RETURN g {.*} AS program
ORDER BY g.id

// name: get_programs_by_ids
// scope: tenant
// Reads programs by id, for loaders.
MATCH (g:Program)
WHERE g.id IN $ids AND g.tenant_id = $tenant_id
RETURN g {.*} AS program

// name: list_programs
// scope: tenant
// Reads one page of programs, newest first, after the given id.
MATCH (g:Program)
WHERE g.tenant_id = $tenant_id AND g.id < $after AND g.id > $before
RETURN g {.*} AS program
ORDER BY g.tenant_id DESC, g.id DESC
LIMIT $limit

// name: list_programs_ascending
// scope: tenant
// Reads one page of programs, oldest first, after the given id.
MATCH (g:Program)
WHERE g.tenant_id = $tenant_id AND g.id > $after AND g.id < $before
RETURN g {.*} AS program
ORDER BY g.tenant_id, g.id
LIMIT $limit

// name: count_programs
// scope: tenant
// Counts the tenant's programs.
MATCH (g:Program)
WHERE g.tenant_id = $tenant_id AND g.id > ''
RETURN count(g) AS count
