// name: list_pending_embeddings
// scope: tenant
// Reads the next texts that wait for a vector, with the vectors' hashes they have now.
MATCH (t:Task)
WHERE t.kind = 'EMBED' AND t.due_at <= $now AND t.tenant_id = $tenant_id
WITH t ORDER BY t.due_at, t.id LIMIT $limit
MATCH (n:Party|Need|Offer {id: t.subject_id, tenant_id: $tenant_id})
RETURN t.touched_at AS touched_at, t.subject_label AS subject_label, n.id AS id,
  coalesce(n.title, n.name) AS title, n.text AS text, n.wish AS wish,
  [(n)-[:EMBEDDED_AS]->(e) | {field: e.field, hash: e.hash}] AS stored

// name: count_pending_embeddings
// scope: tenant
// Counts the texts that wait for a vector.
MATCH (t:Task {kind: 'EMBED', tenant_id: $tenant_id})
WHERE t.due_at IS NOT NULL
RETURN count(t) AS count

// name: store_embeddings
// scope: tenant
// Writes vectors beside their texts, with the model that made them.
UNWIND $rows AS row
MATCH (n:Party|Need|Offer {id: row.subject_id, tenant_id: $tenant_id})
MERGE (e:Embedding {id: row.subject_id + ':' + row.field})
SET e.tenant_id = $tenant_id, e.subject_label = row.subject_label, e.field = row.field,
  e.hash = row.hash, e.model = row.model, e.space = row.space, e.vector = row.vector,
  e.updated_at = $now
MERGE (n)-[:EMBEDDED_AS]->(e)
RETURN count(e) AS stored

// name: delete_stale_embeddings
// scope: tenant
// Removes the vectors of fields that became empty.
UNWIND $ids AS id
MATCH (e:Embedding {id: id, tenant_id: $tenant_id})
DETACH DELETE e

// name: finish_embed_tasks
// scope: tenant
// Ends embedding tasks whose text did not change meanwhile, and asks for the match of their need.
// The lock on the text comes first: whoever writes it holds that while its task is renewed.
UNWIND $rows AS row
MATCH (n:Party|Need|Offer {id: row.subject_id, tenant_id: $tenant_id})
SET n.locked_at = $now
WITH row
MATCH (t:Task {id: 'EMBED:' + row.subject_id, tenant_id: $tenant_id})
WHERE t.touched_at = row.touched_at
FOREACH (_ IN CASE WHEN t.then_match AND t.subject_label = 'NEED' THEN [1] ELSE [] END |
  MERGE (m:Task {id: 'MATCH:' + t.subject_id})
  SET m.tenant_id = $tenant_id, m.kind = 'MATCH', m.subject_id = t.subject_id, m.touched_at = $now,
    m.due_at = $now, m.attempts = 0)
WITH t, CASE WHEN t.then_match THEN t.subject_id END AS subject_id
DETACH DELETE t
RETURN collect(subject_id) AS needs_to_match

// name: list_embedding_spaces
// scope: tenant
// Names the vector spaces in use; more than one is refused.
MATCH (e:Embedding {tenant_id: $tenant_id})
WHERE e.subject_label > ''
RETURN DISTINCT e.space AS space, e.model AS model

// name: list_vectors
// scope: tenant
// Reads the vectors of one kind of subject, one page after the given id.
MATCH (e:Embedding)
WHERE e.tenant_id = $tenant_id AND e.subject_label = $subject_label AND e.id > $after
RETURN e.id AS id, e.field AS field, e.vector AS vector
ORDER BY e.id
LIMIT $limit

// name: get_vectors_by_ids
// scope: tenant
// Reads the vectors of some subjects.
MATCH (e:Embedding)
WHERE e.id IN $ids AND e.tenant_id = $tenant_id
RETURN e.id AS id, e.vector AS vector
