// name: find_path
// scope: tenant
// Finds a shortest way between two parties over what relates parties, six steps at most.
MATCH (a:Party {id: $from_id, tenant_id: $tenant_id})
MATCH (b:Party {id: $to_id, tenant_id: $tenant_id})
WHERE a <> b
MATCH path = shortestPath((a)-[:MEMBER_OF|WORKED_WITH|BACKED_BY|OWNED_BY|RELATED_TO*..6]-(b))
WHERE all(n IN nodes(path) WHERE n.tenant_id = $tenant_id)
RETURN [n IN nodes(path) | n.id] AS party_ids,
  [r IN relationships(path) | {type: type(r), kind: coalesce(r.kind, type(r)), from_id: startNode(r).id}]
    AS ties

// name: list_coverage_by_region
// scope: tenant
// Counts open needs and open offers by region: offers by the regions they name, else their party's.
CALL () {
  MATCH (n:Need)
  WHERE n.tenant_id = $tenant_id AND n.status = 'OPEN' AND n.id > ''
  MATCH (p:Party {id: n.party_id})
  RETURN p.region AS code, count(n) AS needs,
    sum(CASE WHEN EXISTS {(n)<-[:OF]-(m:Match)
      WHERE m.state IN ['SUGGESTED', 'REVIEWED', 'PROPOSED', 'ACCEPTED']} THEN 0 ELSE 1 END) AS unmatched,
    percentileCont(duration.inSeconds(n.created_at, $now).seconds / 86400.0, 0.5) AS waiting_days,
    0 AS offers, 0 AS free
UNION ALL
  MATCH (o:Offer)
  WHERE o.tenant_id = $tenant_id AND o.status = 'OPEN' AND o.id > ''
  MATCH (p:Party {id: o.party_id})
  UNWIND CASE WHEN size(coalesce(o.regions, [])) > 0 THEN o.regions ELSE [p.region] END AS code
  RETURN code, 0 AS needs, 0 AS unmatched, null AS waiting_days, count(o) AS offers,
    sum(o.capacity - o.taken) AS free
}
WITH code, sum(needs) AS needs, sum(unmatched) AS unmatched, max(waiting_days) AS waiting_days,
  sum(offers) AS offers, sum(free) AS free
RETURN code, needs, unmatched, waiting_days, offers, free
ORDER BY needs DESC, free, code

// name: list_coverage_by_sector
// scope: tenant
// Counts open needs by their sector, else their party's, and open offers by their party's.
CALL () {
  MATCH (n:Need)
  WHERE n.tenant_id = $tenant_id AND n.status = 'OPEN' AND n.id > ''
  MATCH (p:Party {id: n.party_id})
  WITH n, left(coalesce(n.sector, p.sector), 2) AS code
  RETURN code, count(n) AS needs,
    sum(CASE WHEN EXISTS {(n)<-[:OF]-(m:Match)
      WHERE m.state IN ['SUGGESTED', 'REVIEWED', 'PROPOSED', 'ACCEPTED']} THEN 0 ELSE 1 END) AS unmatched,
    percentileCont(duration.inSeconds(n.created_at, $now).seconds / 86400.0, 0.5) AS waiting_days,
    0 AS offers, 0 AS free
UNION ALL
  MATCH (o:Offer)
  WHERE o.tenant_id = $tenant_id AND o.status = 'OPEN' AND o.id > ''
  MATCH (p:Party {id: o.party_id})
  RETURN left(p.sector, 2) AS code, 0 AS needs, 0 AS unmatched, null AS waiting_days,
    count(o) AS offers, sum(o.capacity - o.taken) AS free
}
WITH code, sum(needs) AS needs, sum(unmatched) AS unmatched, max(waiting_days) AS waiting_days,
  sum(offers) AS offers, sum(free) AS free
RETURN code, needs, unmatched, waiting_days, offers, free
ORDER BY needs DESC, free, code

// name: list_coverage_by_skill
// scope: tenant
// Counts open needs by the skills they require, and open offers by those they provide.
CALL () {
  MATCH (n:Need)
  WHERE n.tenant_id = $tenant_id AND n.status = 'OPEN' AND n.id > ''
  UNWIND n.skill_ids AS code
  RETURN code, count(n) AS needs,
    sum(CASE WHEN EXISTS {(n)<-[:OF]-(m:Match)
      WHERE m.state IN ['SUGGESTED', 'REVIEWED', 'PROPOSED', 'ACCEPTED']} THEN 0 ELSE 1 END) AS unmatched,
    percentileCont(duration.inSeconds(n.created_at, $now).seconds / 86400.0, 0.5) AS waiting_days,
    0 AS offers, 0 AS free
UNION ALL
  MATCH (o:Offer)
  WHERE o.tenant_id = $tenant_id AND o.status = 'OPEN' AND o.id > ''
  UNWIND o.skill_ids AS code
  RETURN code, 0 AS needs, 0 AS unmatched, null AS waiting_days, count(o) AS offers,
    sum(o.capacity - o.taken) AS free
}
WITH code, sum(needs) AS needs, sum(unmatched) AS unmatched, max(waiting_days) AS waiting_days,
  sum(offers) AS offers, sum(free) AS free
RETURN code, needs, unmatched, waiting_days, offers, free
ORDER BY needs DESC, free, code
