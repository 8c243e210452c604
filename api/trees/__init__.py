"""Trees: a list with what is asked below it, read at once and no more than is asked of it.

Where a plan (`api.plans`) tells a root field what its selection reads, and the selection is one
that a text of `graph/queries/tree.cypher` serves, the sources are made from the few properties
that were read, and hold their neighbors. Everything else is read as before: whole nodes, one query
for each level.
"""
