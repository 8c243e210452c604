"""The API beside its peer, @neo4j/graphql with Apollo, on one Neo4j with the same data."""
