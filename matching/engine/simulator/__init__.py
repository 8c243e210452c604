"""A simulated network with known true utilities, in which ways of choosing cards are compared."""
