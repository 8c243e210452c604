"""The ground floor: the Neo4j graph, its named queries, models and repositories."""
