// name: ceiling_a
// scope: tenant
// The newest needs with what is told of their owners, as one list.
MATCH (n:Need)
WHERE n.tenant_id = $tenant_id AND n.id < '~'
WITH n ORDER BY n.id DESC LIMIT 50
MATCH (p:Party {id: n.party_id})
RETURN collect({
  title: n.title, kind: n.kind, status: n.status, createdAt: toString(n.created_at),
  party: p.name,
  place: head([(p)-[:LOCATED_IN]->(x) | [x.id, x.fr]]),
  sector: head([(p)-[:IN_SECTOR]->(x) | [x.id, x.fr]]),
  skills: [(n)-[:REQUIRES]->(s) | [s.id, s.fr]]
}) AS rows

// name: ceiling_b
// scope: tenant
// One need with its suggestions.
MATCH (n:Need {id: $id, tenant_id: $tenant_id})
CALL (n) {
  MATCH (n)<-[:OF]-(m:Match)-[:WITH]->(o:Offer)
  WITH m, o ORDER BY m.rank LIMIT 10
  MATCH (p:Party {id: o.party_id})
  RETURN collect([m.rank, m.probability, m.state, o.title, p.name]) AS matches
}
RETURN [n.title, n.kind, matches] AS rows

// name: ceiling_c
// scope: tenant
// Organizations with their newest needs and those needs' first suggestions.
MATCH (p:Party)
WHERE p.tenant_id = $tenant_id AND p.id < $after AND p.kind = 'SME'
WITH p ORDER BY p.id DESC LIMIT 20
CALL (p) {
  MATCH (p)-[:SEEKS]->(n:Need)
  WITH n ORDER BY n.id DESC LIMIT 5
  CALL (n) {
    MATCH (n)<-[:OF]-(m:Match)
    WITH m ORDER BY m.rank LIMIT 3
    RETURN collect([m.rank, m.probability]) AS matches
  }
  RETURN collect([n.title, n.status, matches]) AS needs
}
RETURN collect([p.name, needs]) AS rows

// name: ceiling_d
// scope: tenant
// Needs of one status and kind, the newest first.
MATCH (n:Need)
WHERE n.tenant_id = $tenant_id AND n.status = 'OPEN' AND n.kind = 'PILOT' AND n.id < '~'
WITH n ORDER BY n.id DESC LIMIT 20
RETURN collect([n.title, n.kind, n.status, toString(n.created_at)]) AS rows

// name: ceiling_e
// scope: tenant
// Creates a need with two skills.
MATCH (p:Party {id: $party_id, tenant_id: $tenant_id})
CREATE (p)-[:SEEKS]->(n:Need {id: randomUUID(), tenant_id: $tenant_id, party_id: $party_id,
  title: $title, text: $text, kind: 'PILOT', status: 'OPEN', created_at: datetime()})
WITH n
UNWIND $skills AS id
MATCH (s:Skill {id: id})
CREATE (n)-[:REQUIRES]->(s)
WITH DISTINCT n
RETURN [n.title, n.kind, n.status] AS rows
