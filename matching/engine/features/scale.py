"""The common scale of features."""

# What a feature says when nothing is known: as much as a meeting at a distance.
UNKNOWN = 0.4
