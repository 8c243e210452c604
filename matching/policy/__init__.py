"""The parameters of the four kinds: what an incubator may change of them, and what it would do."""
