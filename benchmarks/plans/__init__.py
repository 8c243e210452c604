"""Whether compiled plans answer as graphql-core does: random documents over a schema of every kind."""
