"""Matching: embeddings, the pure engine, and the service that joins them with the graph."""
