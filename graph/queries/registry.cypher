// name: upsert_establishments
// scope: reference
// Writes establishments of the company registry; what they are now replaces what they were.
UNWIND $rows AS row
MERGE (e:Establishment {id: row.id})
SET e = row
RETURN count(e) AS written

// name: get_establishment_by_siret
// scope: reference
// Reads one establishment, and whether a registry was imported at all.
OPTIONAL MATCH (e:Establishment {id: $siret})
RETURN e {.*} AS establishment, EXISTS { MATCH (any:Establishment) WHERE any.id > '' } AS is_imported
