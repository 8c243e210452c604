"""The life of a match: one table of legal steps, one transaction that takes them."""
