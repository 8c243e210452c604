// Pages are read in the order of ids (UUIDv7: newest last) inside one tenant.
CREATE INDEX party_page IF NOT EXISTS FOR (n:Party) ON (n.tenant_id, n.id);
CREATE INDEX party_kind IF NOT EXISTS FOR (n:Party) ON (n.tenant_id, n.kind, n.id);
CREATE INDEX party_name IF NOT EXISTS FOR (n:Party) ON (n.tenant_id, n.name_key);
CREATE INDEX party_website IF NOT EXISTS FOR (n:Party) ON (n.tenant_id, n.website_key);
CREATE INDEX need_page IF NOT EXISTS FOR (n:Need) ON (n.tenant_id, n.id);
CREATE INDEX need_open IF NOT EXISTS FOR (n:Need) ON (n.tenant_id, n.status, n.kind, n.id);
CREATE INDEX offer_page IF NOT EXISTS FOR (n:Offer) ON (n.tenant_id, n.id);
CREATE INDEX offer_open IF NOT EXISTS FOR (n:Offer) ON (n.tenant_id, n.status, n.kind, n.id);
CREATE INDEX embedding_subject IF NOT EXISTS FOR (n:Embedding) ON (n.tenant_id, n.subject_label);
CREATE INDEX match_page IF NOT EXISTS FOR (n:Match) ON (n.tenant_id, n.id);
CREATE INDEX match_state IF NOT EXISTS FOR (n:Match) ON (n.tenant_id, n.state, n.id);
CREATE INDEX match_proposed IF NOT EXISTS FOR (n:Match) ON (n.state, n.proposed_at);
CREATE INDEX engagement_page IF NOT EXISTS FOR (n:Engagement) ON (n.tenant_id, n.id);
CREATE INDEX run_page IF NOT EXISTS FOR (n:Run) ON (n.tenant_id, n.id);
CREATE INDEX outbox_due IF NOT EXISTS FOR (n:Outbox) ON (n.state, n.due_at);
CREATE INDEX outbox_page IF NOT EXISTS FOR (n:Outbox) ON (n.tenant_id, n.id);
CREATE INDEX event_page IF NOT EXISTS FOR (n:Event) ON (n.tenant_id, n.id);
CREATE INDEX event_subject IF NOT EXISTS FOR (n:Event) ON (n.tenant_id, n.subject_id);
CREATE INDEX task_due IF NOT EXISTS FOR (n:Task) ON (n.kind, n.due_at);
CREATE FULLTEXT INDEX words_fr IF NOT EXISTS
  FOR (n:Party|Need|Offer) ON EACH [n.name, n.title, n.text, n.wish]
  OPTIONS {indexConfig: {`fulltext.analyzer`: 'french', `fulltext.eventually_consistent`: false}};
// The other order of properties makes it another index: Neo4j keeps one for each schema.
CREATE FULLTEXT INDEX words_en IF NOT EXISTS
  FOR (n:Party|Need|Offer) ON EACH [n.title, n.text, n.wish, n.name]
  OPTIONS {indexConfig: {`fulltext.analyzer`: 'english', `fulltext.eventually_consistent`: false}};
