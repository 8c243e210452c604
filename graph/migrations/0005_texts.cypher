// What changed since a process last read a network's texts is found by these.
CREATE INDEX party_changed IF NOT EXISTS FOR (n:Party) ON (n.tenant_id, n.updated_at);
CREATE INDEX need_changed IF NOT EXISTS FOR (n:Need) ON (n.tenant_id, n.updated_at);
CREATE INDEX offer_changed IF NOT EXISTS FOR (n:Offer) ON (n.tenant_id, n.updated_at);
CREATE INDEX embedding_changed IF NOT EXISTS FOR (n:Embedding) ON (n.tenant_id, n.updated_at);
// Words are weighed inside each network now: no index over all of them.
DROP INDEX words_fr IF EXISTS;
DROP INDEX words_en IF EXISTS;
