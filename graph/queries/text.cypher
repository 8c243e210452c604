// name: list_texts
// scope: tenant
// Reads one page of what can be found (parties, needs, offers) with its vector, by id.
CALL () {
  MATCH (n:Party) WHERE n.tenant_id = $tenant_id AND n.id > $after
  RETURN n ORDER BY n.id LIMIT $limit
UNION ALL
  MATCH (n:Need) WHERE n.tenant_id = $tenant_id AND n.id > $after
  RETURN n ORDER BY n.id LIMIT $limit
UNION ALL
  MATCH (n:Offer) WHERE n.tenant_id = $tenant_id AND n.id > $after
  RETURN n ORDER BY n.id LIMIT $limit
}
WITH n ORDER BY n.id LIMIT $limit
OPTIONAL MATCH (p:Party)-[:SEEKS|GIVES]->(n)
RETURN n.id AS id, [l IN labels(n) WHERE l IN ['Party', 'Need', 'Offer']][0] AS label,
  n.kind AS kind, n.status AS status, n.party_id AS party_id, coalesce(n.title, n.name) AS title,
  n.text AS text, n.siret AS siret, [toString(n.updated_at), toString(p.updated_at)] AS written_at,
  [region IN [coalesce(p, n).region] WHERE region IS NOT NULL] + coalesce(n.regions, []) AS regions,
  coalesce(n.sector, p.sector) AS sector, coalesce(n.languages, []) AS languages,
  coalesce(n.skill_ids, []) AS skill_ids, coalesce(n.certifications, []) AS certifications,
  head([(n)-[:EMBEDDED_AS]->(e {field: 'TEXT'}) | e.hash]) AS hash,
  head([(n)-[:EMBEDDED_AS]->(e {field: 'TEXT'}) | e.vector]) AS vector
ORDER BY id

// name: list_text_stamps
// scope: tenant
// Tells what was written or embedded since a time, without its text and vector; and, as their
// regions and sectors are their party's, the needs and offers of parties that were written.
CALL () {
  MATCH (n:Party) WHERE n.tenant_id = $tenant_id AND n.updated_at >= $since RETURN n
UNION
  MATCH (p:Party) WHERE p.tenant_id = $tenant_id AND p.updated_at >= $since
  MATCH (p)-[:SEEKS|GIVES]->(n)
  RETURN n
UNION
  MATCH (n:Need) WHERE n.tenant_id = $tenant_id AND n.updated_at >= $since RETURN n
UNION
  MATCH (n:Offer) WHERE n.tenant_id = $tenant_id AND n.updated_at >= $since RETURN n
UNION
  MATCH (e:Embedding) WHERE e.tenant_id = $tenant_id AND e.updated_at >= $since
  MATCH (n:Party|Need|Offer)-[:EMBEDDED_AS]->(e)
  RETURN n
}
OPTIONAL MATCH (p:Party)-[:SEEKS|GIVES]->(n)
RETURN collect([n.id, toString(n.updated_at), toString(p.updated_at),
  head([(n)-[:EMBEDDED_AS]->(e {field: 'TEXT'}) | e.hash])]) AS rows

// name: get_texts_by_ids
// scope: tenant
// Reads some of what can be found, as `list_texts` does.
UNWIND $ids AS id
CALL (id) {
  MATCH (n:Party {id: id, tenant_id: $tenant_id}) RETURN n
UNION ALL
  MATCH (n:Need {id: id, tenant_id: $tenant_id}) RETURN n
UNION ALL
  MATCH (n:Offer {id: id, tenant_id: $tenant_id}) RETURN n
}
OPTIONAL MATCH (p:Party)-[:SEEKS|GIVES]->(n)
RETURN n.id AS id, [l IN labels(n) WHERE l IN ['Party', 'Need', 'Offer']][0] AS label,
  n.kind AS kind, n.status AS status, n.party_id AS party_id, coalesce(n.title, n.name) AS title,
  n.text AS text, n.siret AS siret, [toString(n.updated_at), toString(p.updated_at)] AS written_at,
  [region IN [coalesce(p, n).region] WHERE region IS NOT NULL] + coalesce(n.regions, []) AS regions,
  coalesce(n.sector, p.sector) AS sector, coalesce(n.languages, []) AS languages,
  coalesce(n.skill_ids, []) AS skill_ids, coalesce(n.certifications, []) AS certifications,
  head([(n)-[:EMBEDDED_AS]->(e {field: 'TEXT'}) | e.hash]) AS hash,
  head([(n)-[:EMBEDDED_AS]->(e {field: 'TEXT'}) | e.vector]) AS vector
ORDER BY id
