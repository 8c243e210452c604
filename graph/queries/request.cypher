// name: get_request
// scope: tenant
// Reads a request by its key's hash, without waiting for whoever works on it.
MATCH (r:Request {id: $id, tenant_id: $tenant_id})
RETURN r {.*} AS request

// name: claim_request
// scope: tenant
// Takes a request to work on: a new one, one whose worker was lost, or one whose time is over.
MATCH (t:Tenant {id: $tenant_id})
MERGE (r:Request {id: $id})
ON CREATE SET r.tenant_id = $tenant_id, r.state = 'NEW'
WITH r
WHERE r.tenant_id = $tenant_id
SET r.locked_at = $now
WITH r, r.state = 'NEW' OR r.expires_at <= $now
  OR r.state = 'IN_FLIGHT' AND r.leased_until <= $now AND r.body_hash = $body_hash AS is_free
FOREACH (_ IN CASE WHEN is_free THEN [1] ELSE [] END |
  SET r.state = 'IN_FLIGHT', r.owner = $owner, r.body_hash = $body_hash,
    r.leased_until = $leased_until, r.expires_at = $expires_at, r.created_at = $now,
    r.answer = null, r.status = null, r.media_type = null)
RETURN r {.*} AS request

// name: hold_request
// scope: tenant
// Locks a request for the transaction of its effect, if it is still this owner's.
MATCH (r:Request {id: $id, tenant_id: $tenant_id})
SET r.locked_at = $now
WITH r
WHERE r.owner = $owner AND r.state = 'IN_FLIGHT'
RETURN r.id AS id

// name: finish_request
// scope: tenant
// Writes the answer of a request that is still this owner's.
MATCH (r:Request {id: $id, tenant_id: $tenant_id})
SET r.locked_at = $now
WITH r
WHERE r.owner = $owner AND r.state = 'IN_FLIGHT'
SET r.state = 'DONE', r.answer = $answer, r.status = $status, r.media_type = $media_type,
  r.leased_until = null
RETURN r.id AS id

// name: release_request
// scope: tenant
// Forgets a request of which nothing stayed, so that it may be tried again at once.
MATCH (r:Request {id: $id, tenant_id: $tenant_id})
SET r.locked_at = $now
WITH r
WHERE r.owner = $owner AND r.state = 'IN_FLIGHT'
WITH r, r.id AS id
DELETE r
RETURN id

// name: delete_expired_requests
// scope: system
// Forgets requests whose time is over, of all tenants.
MATCH (r:Request)
WHERE r.expires_at <= $now
WITH r
LIMIT $limit
DETACH DELETE r
RETURN count(*) AS deleted
