// Sign-in services of networks: a token is of the network that its issuer and audience name.
CREATE CONSTRAINT issuer_id IF NOT EXISTS FOR (n:Issuer) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT issuer_audience IF NOT EXISTS
  FOR (n:Issuer) REQUIRE (n.url, n.audience) IS UNIQUE;
CREATE INDEX issuer_page IF NOT EXISTS FOR (n:Issuer) ON (n.tenant_id, n.id);
// Whom a party has met.
CREATE INDEX engagement_pair IF NOT EXISTS FOR (n:Engagement) ON (n.tenant_id, n.seeker_id, n.giver_id);
