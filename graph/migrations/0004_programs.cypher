// Programs: cohorts of an incubator, with their dates.
CREATE CONSTRAINT program_id IF NOT EXISTS FOR (n:Program) REQUIRE n.id IS UNIQUE;
CREATE INDEX program_page IF NOT EXISTS FOR (n:Program) ON (n.tenant_id, n.id);
