"""The API: GraphQL over the graph, health, and the pages that mails link to."""
