// A version of a parameter set has a number that counts within its tenant and kind.
CREATE CONSTRAINT policy_id IF NOT EXISTS FOR (n:Policy) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT policy_number IF NOT EXISTS
  FOR (n:Policy) REQUIRE (n.tenant_id, n.kind, n.number) IS UNIQUE;
CREATE INDEX policy_page IF NOT EXISTS FOR (n:Policy) ON (n.tenant_id, n.id);
// What a run read, in short: one node a run.
CREATE CONSTRAINT run_inputs_id IF NOT EXISTS FOR (n:RunInputs) REQUIRE n.id IS UNIQUE;
CREATE INDEX run_inputs_page IF NOT EXISTS FOR (n:RunInputs) ON (n.tenant_id, n.id);
