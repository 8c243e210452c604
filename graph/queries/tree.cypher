// name: list_need_trees
// scope: tenant
// Reads one page of needs as `list_needs` does, but only what is asked for: some properties, the
// owner, the first suggestions with their offers and givers.
MATCH (n:Need)
WHERE n.tenant_id = $tenant_id AND n.id < $after AND n.id > $before
  AND ($status IS NULL OR n.status = $status)
  AND ($kind IS NULL OR n.kind = $kind)
  AND ($party_id IS NULL OR n.party_id = $party_id)
WITH n
ORDER BY n.tenant_id DESC, n.id DESC
LIMIT $limit
CALL (n) {
  WITH n WHERE $suggestions > 0
  MATCH (n)<-[:OF]-(m:Match)
  WHERE m.state IN ['SUGGESTED', 'REVIEWED', 'PROPOSED', 'ACCEPTED']
  WITH m ORDER BY m.staff_rank, m.rank, m.id LIMIT $suggestions
  RETURN collect([
    [k IN $match | m[k]] + [k IN $match_dates | toString(m[k])],
    CASE WHEN $offer IS NULL THEN null ELSE head([(m)-[:WITH]->(o:Offer) | [
      [k IN $offer | o[k]] + [k IN $offer_dates | toString(o[k])],
      CASE WHEN $giver IS NULL THEN null ELSE head([(o)<-[:GIVES]-(g:Party) |
        [k IN $giver | g[k]] + [k IN $giver_dates | toString(g[k])]]) END]]) END]) AS suggestions
}
RETURN collect([
  [k IN $need | n[k]] + [k IN $need_dates | toString(n[k])],
  CASE WHEN $party IS NULL THEN null ELSE head([(n)<-[:SEEKS]-(p:Party) |
    [k IN $party | p[k]] + [k IN $party_dates | toString(p[k])]]) END,
  suggestions]) AS rows

// name: get_need_trees
// scope: tenant
// Reads needs by id as `list_need_trees` does.
MATCH (n:Need)
WHERE n.id IN $ids AND n.tenant_id = $tenant_id
CALL (n) {
  WITH n WHERE $suggestions > 0
  MATCH (n)<-[:OF]-(m:Match)
  WHERE m.state IN ['SUGGESTED', 'REVIEWED', 'PROPOSED', 'ACCEPTED']
  WITH m ORDER BY m.staff_rank, m.rank, m.id LIMIT $suggestions
  RETURN collect([
    [k IN $match | m[k]] + [k IN $match_dates | toString(m[k])],
    CASE WHEN $offer IS NULL THEN null ELSE head([(m)-[:WITH]->(o:Offer) | [
      [k IN $offer | o[k]] + [k IN $offer_dates | toString(o[k])],
      CASE WHEN $giver IS NULL THEN null ELSE head([(o)<-[:GIVES]-(g:Party) |
        [k IN $giver | g[k]] + [k IN $giver_dates | toString(g[k])]]) END]]) END]) AS suggestions
}
RETURN collect([
  [k IN $need | n[k]] + [k IN $need_dates | toString(n[k])],
  CASE WHEN $party IS NULL THEN null ELSE head([(n)<-[:SEEKS]-(p:Party) |
    [k IN $party | p[k]] + [k IN $party_dates | toString(p[k])]]) END,
  suggestions]) AS rows

// name: list_party_trees
// scope: tenant
// Reads one page of parties as `list_parties` does, but only what is asked for: some properties,
// and the newest needs with their first suggestions.
MATCH (p:Party)
WHERE p.tenant_id = $tenant_id AND p.id < $after AND p.id > $before
  AND ($kinds IS NULL OR p.kind IN $kinds)
  AND ($region IS NULL OR p.region = $region)
  AND ($sector IS NULL OR p.sector STARTS WITH $sector)
WITH p
ORDER BY p.tenant_id DESC, p.id DESC
LIMIT $limit
CALL (p) {
  WITH p WHERE $needs > 0
  MATCH (p)-[:SEEKS]->(n:Need)
  WITH n ORDER BY n.id DESC LIMIT $needs
  CALL (n) {
    WITH n WHERE $suggestions > 0
    MATCH (n)<-[:OF]-(m:Match)
    WHERE m.state IN ['SUGGESTED', 'REVIEWED', 'PROPOSED', 'ACCEPTED']
    WITH m ORDER BY m.staff_rank, m.rank, m.id LIMIT $suggestions
    RETURN collect([
      [k IN $match | m[k]] + [k IN $match_dates | toString(m[k])],
      CASE WHEN $offer IS NULL THEN null ELSE head([(m)-[:WITH]->(o:Offer) | [
        [k IN $offer | o[k]] + [k IN $offer_dates | toString(o[k])],
        CASE WHEN $giver IS NULL THEN null ELSE head([(o)<-[:GIVES]-(g:Party) |
        [k IN $giver | g[k]] + [k IN $giver_dates | toString(g[k])]]) END]]) END]) AS suggestions
  }
  RETURN collect([[k IN $need | n[k]] + [k IN $need_dates | toString(n[k])], null, suggestions])
    AS needs
}
RETURN collect([[k IN $party | p[k]] + [k IN $party_dates | toString(p[k])], needs]) AS rows
