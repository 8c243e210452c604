"""How well the retrieval component finds what is known to be right."""
