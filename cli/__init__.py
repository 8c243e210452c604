"""The command `maillage`: it puts everything together."""
