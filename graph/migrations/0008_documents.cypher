// GraphQL documents that networks have uploaded: their callers name them by id.
CREATE CONSTRAINT trusted_document_id IF NOT EXISTS FOR (n:TrustedDocument) REQUIRE n.id IS UNIQUE;
CREATE INDEX trusted_document_page IF NOT EXISTS FOR (n:TrustedDocument) ON (n.tenant_id, n.id);
CREATE INDEX trusted_document_text IF NOT EXISTS
  FOR (n:TrustedDocument) ON (n.tenant_id, n.sha256);
