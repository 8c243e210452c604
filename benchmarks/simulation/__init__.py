"""The matcher beside its alternatives on simulated networks, over several seeds."""
