"""GraphQL over HTTP: requests in, answers out, and nothing of what they mean."""
