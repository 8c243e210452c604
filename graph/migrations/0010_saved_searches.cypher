// Searches that parties saved, found by page, and by when they are due.
CREATE CONSTRAINT saved_search_id IF NOT EXISTS FOR (n:SavedSearch) REQUIRE n.id IS UNIQUE;
CREATE INDEX saved_search_page IF NOT EXISTS FOR (n:SavedSearch) ON (n.tenant_id, n.id);
CREATE INDEX saved_search_due IF NOT EXISTS FOR (n:SavedSearch) ON (n.is_active, n.due_at);
