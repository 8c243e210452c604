// Establishments of an imported company registry: reference data, found by SIRET.
CREATE CONSTRAINT establishment_id IF NOT EXISTS FOR (n:Establishment) REQUIRE n.id IS UNIQUE;
