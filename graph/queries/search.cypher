// name: search_by_words
// scope: tenant
// Finds parties, needs and offers by words, best first; labels are checked before the limit.
CALL () {
  CALL db.index.fulltext.queryNodes('words_fr', $phrase) YIELD node, score
  RETURN node, score
UNION ALL
  CALL db.index.fulltext.queryNodes('words_en', $phrase) YIELD node, score
  RETURN node, score
}
WITH node, max(score) AS score
WHERE node.tenant_id = $tenant_id AND any(label IN labels(node) WHERE label IN $labels)
  AND ($kind IS NULL OR node.kind = $kind)
  AND (NOT node:Need AND NOT node:Offer OR node.status = 'OPEN')
RETURN node.id AS id, [l IN labels(node) WHERE l IN ['Party', 'Need', 'Offer']][0] AS label, score
ORDER BY score DESC, id
LIMIT $limit

// name: search_by_vector
// scope: tenant
// Finds parties, needs and offers by exact cosine, best first; filters come before the limit.
MATCH (e:Embedding)
WHERE e.tenant_id = $tenant_id AND e.subject_label IN $subject_labels AND e.field = 'TEXT'
MATCH (node)-[:EMBEDDED_AS]->(e)
WHERE ($kind IS NULL OR node.kind = $kind)
  AND (NOT node:Need AND NOT node:Offer OR node.status = 'OPEN')
WITH node, [l IN labels(node) WHERE l IN ['Party', 'Need', 'Offer']][0] AS label,
  vector.similarity.cosine(e.vector, $vector) AS score
ORDER BY score DESC, node.id
LIMIT $limit
RETURN node.id AS id, label, score

// name: list_offers_nearest
// scope: tenant
// Finds the open offers of one kind whose text and wish are nearest to a need and its party.
MATCH (o:Offer {tenant_id: $tenant_id, status: 'OPEN', kind: $kind})-[:EMBEDDED_AS]->(e:Embedding)
WHERE o.id > '' AND o.party_id <> $party_id
WITH o, sum(vector.similarity.cosine(e.vector,
  CASE e.field WHEN 'WISH' THEN $profile_vector ELSE $need_vector END)) / count(e) AS score
ORDER BY score DESC, o.id
LIMIT $limit
RETURN o {.*} AS offer, score

// name: list_needs_nearest
// scope: tenant
// Finds the open needs of one kind whose text is nearest to an offer.
MATCH (n:Need {tenant_id: $tenant_id, status: 'OPEN', kind: $kind})-[:EMBEDDED_AS]->(e:Embedding)
WHERE n.id > '' AND n.party_id <> $party_id
WITH n, vector.similarity.cosine(e.vector, $offer_vector) AS score
ORDER BY score DESC, n.id
LIMIT $limit
RETURN n {.*} AS need, score
