// Requests that carry an idempotency key, with their sealed answers, for a day.
CREATE CONSTRAINT request_id IF NOT EXISTS FOR (n:Request) REQUIRE n.id IS UNIQUE;
CREATE INDEX request_page IF NOT EXISTS FOR (n:Request) ON (n.tenant_id, n.id);
CREATE INDEX request_expiry IF NOT EXISTS FOR (n:Request) ON (n.expires_at);
