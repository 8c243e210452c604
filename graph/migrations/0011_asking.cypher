// A person is an address, in whatever network: how often one is asked is counted over all of them.
CREATE INDEX party_email IF NOT EXISTS FOR (n:Party) ON (n.email_key);
CREATE INDEX outbox_recipient IF NOT EXISTS FOR (n:Outbox) ON (n.recipient_id);
MATCH (p:Party) WHERE p.email IS NOT NULL AND p.email_key IS NULL
SET p.email_key = toLower(p.email);
// How a network asks, by kind and by program.
CREATE CONSTRAINT asking_rule_id IF NOT EXISTS FOR (n:AskingRule) REQUIRE n.id IS UNIQUE;
CREATE INDEX asking_rule_tenant IF NOT EXISTS FOR (n:AskingRule) ON (n.tenant_id);
// Needs that wait for too long are found by their age.
CREATE INDEX need_age IF NOT EXISTS FOR (n:Need) ON (n.status, n.created_at);
