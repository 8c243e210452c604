"""Replaying a run: the same inputs give the same matches, or the input that changed has a name."""
