// name: list_searchable_ids
// scope: tenant
// Reads which parties, needs and offers have these features; null asks for nothing.
CALL () {
  MATCH (n:Party) WHERE n.tenant_id = $tenant_id AND n.id > ''
    AND $kind IS NULL AND size($skills) = 0 AND size($certifications) = 0
  RETURN n, n.region AS region, n.sector AS sector
UNION ALL
  MATCH (n:Need) WHERE n.tenant_id = $tenant_id AND n.id > '' AND n.status = 'OPEN'
    AND ($kind IS NULL OR n.kind = $kind)
  MATCH (p:Party {id: n.party_id})
  RETURN n, p.region AS region, coalesce(n.sector, p.sector) AS sector
UNION ALL
  MATCH (n:Offer) WHERE n.tenant_id = $tenant_id AND n.id > '' AND n.status = 'OPEN'
    AND ($kind IS NULL OR n.kind = $kind)
  MATCH (p:Party {id: n.party_id})
  RETURN n, p.region AS region, p.sector AS sector
}
WITH n, region, sector
WHERE ($region IS NULL OR region = $region OR $region IN coalesce(n.regions, []))
  AND ($sector IS NULL OR sector STARTS WITH $sector)
  AND ($language IS NULL OR $language IN n.languages)
  AND all(skill IN $skills WHERE skill IN coalesce(n.skill_ids, []))
  AND all(c IN $certifications WHERE c IN coalesce(n.certifications, []))
RETURN n.id AS id

// name: list_facets_by_ids
// scope: tenant
// Reads what found parties, needs and offers can be narrowed by.
UNWIND $ids AS id
CALL (id) {
  MATCH (n:Party {id: id, tenant_id: $tenant_id})
  RETURN n, n.region AS region, n.sector AS sector, n.name AS title
UNION ALL
  MATCH (n:Need {id: id, tenant_id: $tenant_id})
  MATCH (p:Party {id: n.party_id})
  RETURN n, p.region AS region, coalesce(n.sector, p.sector) AS sector, n.title AS title
UNION ALL
  MATCH (n:Offer {id: id, tenant_id: $tenant_id})
  MATCH (p:Party {id: n.party_id})
  RETURN n, p.region AS region, p.sector AS sector, n.title AS title
}
RETURN id, n.kind AS kind, region, left(sector, 2) AS sector, n.languages AS languages,
  coalesce(n.skill_ids, []) AS skill_ids, coalesce(n.certifications, []) AS certifications,
  title, n.text AS text
